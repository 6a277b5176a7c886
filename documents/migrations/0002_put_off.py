from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="document", name="document_state_known"),
        migrations.AlterField(
            model_name="document",
            name="state",
            field=models.CharField(
                choices=[
                    ("rendering", "being made"),
                    ("ready", "ready"),
                    ("failed", "not made"),
                    ("put_off", "made when first opened"),
                ],
                default="rendering",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["rendering", "ready", "failed", "put_off"])),
                name="document_state_known",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="asked_at",
            field=models.DateTimeField(null=True, verbose_name="first opened at"),
        ),
    ]
