from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0003_sums_by_year'),
        ('meetings', '0002_votes_and_minutes'),
        ('members', '0003_person_by_filters'),
        ('organisations', '0001_organisations'),
        ('sharding', '0002_btree_gist'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['unit', '-starts_at', '-id'], name='meetings_by_day'),
        ),
    ]
