from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_person_by_filters"),
    ]

    operations = [
        migrations.AlterField(
            model_name="postholding",
            name="post",
            field=models.CharField(
                choices=[
                    ("secretary", "书记"),
                    ("deputy", "副书记"),
                    ("organisation", "组织委员"),
                    ("publicity", "宣传委员"),
                    ("discipline", "纪检委员"),
                    ("youth", "青年委员"),
                    ("member", "委员"),
                    ("standing_member", "常委"),
                    ("chief_inspector", "纪委书记"),
                    ("deputy_inspector", "纪委副书记"),
                    ("inspector", "纪委委员"),
                    ("group_leader", "党小组组长"),
                    ("clerk", "党务干事"),
                    ("organiser", "组织员"),
                ],
                max_length=20,
                verbose_name="职务",
            ),
        ),
    ]
