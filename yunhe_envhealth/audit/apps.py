from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "yunhe_envhealth.audit"
    label = "audit"
    verbose_name = "审计"
