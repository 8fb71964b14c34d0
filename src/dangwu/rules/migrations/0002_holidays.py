"""The published holidays, as a first content of the table that a site then keeps itself."""

from django.db import migrations

from dangwu.core.calendar import seed_from_chinesecalendar

YEARS = range(2004, 2027)


def enter(apps, schema_editor):
    holiday = apps.get_model("rules", "Holiday")
    published = seed_from_chinesecalendar(YEARS)
    days = [holiday(day=day, working=False) for day in sorted(published.days_off)]
    days += [holiday(day=day, working=True) for day in sorted(published.days_worked)]
    holiday.objects.bulk_create(days, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_rules_in_force")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
