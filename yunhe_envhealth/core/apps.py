from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "yunhe_envhealth.core"
    label = "core"
    verbose_name = "基础"
