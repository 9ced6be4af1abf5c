from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "yunhe_envhealth.deliveries"
    label = "deliveries"
    verbose_name = "数据交接"
