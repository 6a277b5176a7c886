"""How every Django form looks: label above, hint below, an error in the hint's place."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders forms with our templates and widgets with Django's own."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
