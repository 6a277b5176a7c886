from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_staff_order_list"),
    ]

    operations = [
        migrations.AddField(
            model_name="cartline",
            name="seen_unit_gross",
            field=models.DecimalField(decimal_places=4, editable=False, max_digits=16, null=True),
        ),
        migrations.AddField(
            model_name="cartline",
            name="seen_gross",
            field=models.DecimalField(decimal_places=2, editable=False, max_digits=14, null=True),
        ),
    ]
