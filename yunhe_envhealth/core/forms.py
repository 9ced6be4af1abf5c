"""The form renderer: Django's own form API, our field template (label above, help, error at the field)."""

from django.forms.renderers import TemplatesSetting


class ChineseFormRenderer(TemplatesSetting):
    """Renders forms and fields with templates/components (label, help, unit, error)."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
