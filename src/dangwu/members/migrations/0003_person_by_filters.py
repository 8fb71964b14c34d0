from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0002_search")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["unit", "standing"],
                include=[
                    "organisation",
                    "sex",
                    "ethnicity",
                    "born_on",
                    "education",
                    "joined_on",
                    "occupation",
                    "sort_key",
                    "id",
                ],
                name="person_by_filters",
            ),
        ),
    ]
