from django.apps import AppConfig


class RiskSourcesConfig(AppConfig):
    name = "risk_sources"
    verbose_name = "风险源"
