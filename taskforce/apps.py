from django.apps import AppConfig


class TaskforceConfig(AppConfig):
    name = "taskforce"
    verbose_name = "专班"

    def ready(self) -> None:
        from taskforce.services import figures, own_figures

        figures.register("tasks", "任务办理", own_figures.task_figures, keys=own_figures.TASK_KEYS)
        figures.register("results", "成果与项目", own_figures.result_figures, keys=own_figures.RESULT_KEYS)
