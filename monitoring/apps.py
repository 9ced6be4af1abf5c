from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "监测"

    def ready(self) -> None:
        from monitoring.services import figures as own
        from monitoring.services.imports import READINGS
        from taskforce.services import figures
        from yunhe_envhealth.deliveries.importers import register

        register(READINGS)
        figures.register(own.CHAPTER, "监测评估", own.air_figures, keys=own.KEYS)
