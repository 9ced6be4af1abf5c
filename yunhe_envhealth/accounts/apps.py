from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yunhe_envhealth.accounts"
    label = "accounts"
    verbose_name = "账号与单位"

    def ready(self) -> None:
        from yunhe_envhealth.accounts import signals  # noqa: F401 - connects the log-in receivers
        from yunhe_envhealth.accounts.gate import install_gate

        install_gate()
