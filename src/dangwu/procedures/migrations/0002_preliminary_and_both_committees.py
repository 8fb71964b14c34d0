from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0001_term_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="poll",
            name="preliminary",
            field=models.BooleanField(default=False, verbose_name="差额预选"),
        ),
        migrations.AddField(
            model_name="termchange",
            name="deputy_inspectors",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="纪委副书记名额"),
        ),
        migrations.AddField(
            model_name="termchange",
            name="standing",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="常委名额"),
        ),
        migrations.AlterField(
            model_name="candidate",
            name="post",
            field=models.CharField(
                choices=[
                    ("member", "委员"),
                    ("standing_member", "常委"),
                    ("secretary", "书记"),
                    ("deputy", "副书记"),
                    ("inspector", "纪委委员"),
                    ("chief_inspector", "纪委书记"),
                    ("deputy_inspector", "纪委副书记"),
                ],
                max_length=16,
                verbose_name="选举",
            ),
        ),
        migrations.AlterField(
            model_name="elected",
            name="post",
            field=models.CharField(
                choices=[
                    ("member", "委员"),
                    ("standing_member", "常委"),
                    ("secretary", "书记"),
                    ("deputy", "副书记"),
                    ("inspector", "纪委委员"),
                    ("chief_inspector", "纪委书记"),
                    ("deputy_inspector", "纪委副书记"),
                ],
                max_length=16,
                verbose_name="选举",
            ),
        ),
        migrations.AlterField(
            model_name="elected",
            name="work",
            field=models.CharField(
                blank=True,
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
                verbose_name="分工",
            ),
        ),
        migrations.AlterField(
            model_name="poll",
            name="post",
            field=models.CharField(
                choices=[
                    ("member", "委员"),
                    ("standing_member", "常委"),
                    ("secretary", "书记"),
                    ("deputy", "副书记"),
                    ("inspector", "纪委委员"),
                    ("chief_inspector", "纪委书记"),
                    ("deputy_inspector", "纪委副书记"),
                ],
                max_length=16,
                verbose_name="选举",
            ),
        ),
        migrations.AlterField(
            model_name="candidate",
            name="stage",
            field=models.CharField(
                choices=[
                    ("nominated", "推荐人选"),
                    ("prepared", "候选人预备人选"),
                    ("approved", "候选人"),
                    ("dropped", "未列入"),
                    ("not_chosen", "预选未入选"),
                ],
                default="nominated",
                max_length=10,
                verbose_name="阶段",
            ),
        ),
    ]
