"""One row for each person and year: the sums by month, added up by kind and half-year."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import dangwu.sharding.fields


# The kinds in the order of the arrays, as of this migration.
PLACES = [
    *("assembly", "committee_meeting", "group_meeting", "lecture", "theme_day"),
    *("organisation_life", "democratic_life", "appraisal", "situation_analysis", "study"),
    *("work_report", "duty_review", "member_report", "talk", "openness"),
    *("dues_publication", "training", "secretary_training", "secretary_lecture"),
    *("activist_review", "pool_analysis", "pledge", "mass_review", "commendation"),
    *("survey", "evaluation", "assistance", "standing_analysis", "cadre_assembly"),
    *("branch_study", "abroad_contact"),
]


def _array(value: str, kind: str) -> str:
    places = range(1, 2 * len(PLACES) + 1)
    found = ", ".join(f"coalesce(max({value}) FILTER (WHERE i = {i}), 0)" for i in places)
    return f"ARRAY[{found}]::{kind}[]"


FILL = f"""INSERT INTO activities_memberyear (unit_id, person_id, year, times, minutes)
SELECT unit_id, person_id, year, {_array("times", "smallint")}, {_array("minutes", "int")}
FROM (SELECT unit_id, person_id, (month / 12)::smallint AS year,
    array_position(%(places)s::text[], kind::text) * 2 - 1 + month %% 12 / 6 AS i,
    sum(times)::int AS times, sum(minutes)::int AS minutes
  FROM activities_membermonth GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3) AS s
GROUP BY unit_id, person_id, year"""  # noqa: S608 - constants only


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add up the months that are there."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FILL, {"places": PLACES})


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0002_filed_once'),
        ('members', '0003_person_by_filters'),
        ('sharding', '0002_btree_gist'),
    ]

    operations = [
        migrations.CreateModel(
            name='MemberYear',
            fields=[
                ('pk', models.CompositePrimaryKey('unit_id', 'person_id', 'year', blank=True, editable=False, primary_key=True, serialize=False)),
                ('year', models.SmallIntegerField()),
                ('times', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                ('minutes', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('person', dangwu.sharding.fields.UnitForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.person')),
                ('unit', dangwu.sharding.fields.UnitKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharding.unit')),
            ],
            options={
                'base_manager_name': 'objects',
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
