from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "监测"

    def ready(self) -> None:
        from monitoring.services.imports import READINGS
        from yunhe_envhealth.deliveries.importers import register

        register(READINGS)
