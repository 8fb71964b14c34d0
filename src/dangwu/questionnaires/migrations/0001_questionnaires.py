import dangwu.sharding.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0003_person_by_filters'),
        ('organisations', '0001_organisations'),
        ('sharding', '0002_btree_gist'),
    ]

    operations = [
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.UUIDField(default=dangwu.sharding.fields.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120, verbose_name='题目')),
                ('intro', models.TextField(blank=True, verbose_name='说明')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('open', '填写中'), ('closed', '已结束')], db_collation='C', default='draft', max_length=8, verbose_name='状态')),
                ('audience', models.CharField(choices=[('members', '本组织及下级的全体党员'), ('organisations', '指定党组织的党员'), ('sample', '按类别抽取一部分党员'), ('public', '群众（凭公开链接填写）')], db_collation='C', max_length=16, verbose_name='填写范围')),
                ('organisations', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None, verbose_name='指定的党组织')),
                ('named', models.BooleanField(default=False, verbose_name='记名')),
                ('dimensions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('sex', '性别'), ('age', '年龄段'), ('organisation', '党支部'), ('below', '直接下级党组织'), ('standing', '人员类别'), ('category', '领域')], max_length=12), default=list, size=None, verbose_name='分类')),
                ('opens_at', models.DateTimeField(verbose_name='开始填写')),
                ('closes_at', models.DateTimeField(verbose_name='截止填写')),
                ('shown_to_all', models.BooleanField(default=False, verbose_name='结束后填写人可看结果')),
                ('link_token', models.CharField(blank=True, db_collation='C', max_length=43, verbose_name='公开链接')),
                ('origin_kind', models.CharField(blank=True, db_collation='C', max_length=60, verbose_name='来源类别')),
                ('origin_id', models.UUIDField(blank=True, null=True, verbose_name='来源')),
                ('created_by', models.UUIDField(null=True, verbose_name='建立账号')),
                ('created_at', models.DateTimeField(verbose_name='建立时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('organisation', dangwu.sharding.fields.UnitForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('unit', dangwu.sharding.fields.UnitKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharding.unit')),
            ],
            options={
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['unit', 'organisation', 'id'], name='questionnaires_of_organisation'), models.Index(condition=models.Q(('link_token', ''), _negated=True), fields=['unit', 'link_token'], name='questionnaires_by_link'), models.Index(condition=models.Q(('origin_id__isnull', False)), fields=['unit', 'origin_id'], name='questionnaires_of_origin')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('origin_id__isnull', True), ('origin_kind', '')), models.Q(models.Q(('origin_kind', ''), _negated=True), ('origin_id__isnull', False)), _connector='OR'), name='questionnaire_origin_is_whole'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='questionnaire_closes_after_opening'), models.CheckConstraint(condition=models.Q(('audience', 'public'), ('named', True), _negated=True), name='questionnaire_public_is_unnamed')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=dangwu.sharding.fields.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='题号')),
                ('kind', models.CharField(choices=[('single', '单选题'), ('multiple', '多选题'), ('scale', '量表题'), ('matrix', '矩阵题'), ('text', '问答题')], db_collation='C', max_length=8, verbose_name='题型')),
                ('title', models.CharField(max_length=200, verbose_name='题目')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='补充说明')),
                ('required', models.BooleanField(default=True, verbose_name='必答')),
                ('options', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None, verbose_name='选项')),
                ('most', models.PositiveSmallIntegerField(default=0, verbose_name='最多选几项')),
                ('rows', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None, verbose_name='各行')),
                ('steps', models.PositiveSmallIntegerField(default=0, verbose_name='级数')),
                ('low_label', models.CharField(blank=True, max_length=20, verbose_name='最低一级')),
                ('high_label', models.CharField(blank=True, max_length=20, verbose_name='最高一级')),
                ('unit', dangwu.sharding.fields.UnitKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharding.unit')),
                ('questionnaire', dangwu.sharding.fields.UnitForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='questionnaires.questionnaire')),
            ],
            options={
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('unit', 'questionnaire', 'position'), name='question_position_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('scale', 'matrix')), ('steps__gte', 2), ('steps__lte', 10)), models.Q(models.Q(('kind__in', ('scale', 'matrix')), _negated=True), ('steps', 0)), _connector='OR'), name='question_steps_of_scales')],
            },
        ),
        migrations.CreateModel(
            name='NamedAnswer',
            fields=[
                ('pk', models.CompositePrimaryKey('unit_id', 'questionnaire_id', 'person_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('part', models.CharField(blank=True, max_length=200, verbose_name='统计类别')),
                ('content', models.JSONField(verbose_name='答案')),
                ('answered_on', models.DateField(verbose_name='填写日期')),
                ('person', dangwu.sharding.fields.UnitForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.person')),
                ('unit', dangwu.sharding.fields.UnitKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharding.unit')),
                ('questionnaire', dangwu.sharding.fields.UnitForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionnaires.questionnaire')),
            ],
            options={
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='KeptTotals',
            fields=[
                ('id', models.UUIDField(default=dangwu.sharding.fields.uuid7, editable=False, primary_key=True, serialize=False)),
                ('answers', models.PositiveIntegerField(verbose_name='答卷数')),
                ('counts', models.JSONField(verbose_name='各项人数')),
                ('unit', dangwu.sharding.fields.UnitKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharding.unit')),
                ('questionnaire', dangwu.sharding.fields.UnitForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='questionnaires.questionnaire')),
            ],
            options={
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('unit', 'questionnaire'), name='kept_totals_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=dangwu.sharding.fields.uuid7, editable=False, primary_key=True, serialize=False)),
                ('used', models.BooleanField(default=False, verbose_name='已用')),
                ('declined', models.BooleanField(default=False, verbose_name='谢绝')),
                ('stratum', models.CharField(blank=True, max_length=200, verbose_name='类别')),
                ('part', models.CharField(blank=True, max_length=200, verbose_name='统计类别')),
                ('replaces', models.BooleanField(default=False, verbose_name='递补')),
                ('person', dangwu.sharding.fields.UnitForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.person')),
                ('unit', dangwu.sharding.fields.UnitKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharding.unit')),
                ('questionnaire', dangwu.sharding.fields.UnitForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='questionnaires.questionnaire')),
            ],
            options={
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['unit', 'person', 'used'], name='invitations_of_person')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'questionnaire', 'person'), name='invited_once')],
            },
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.UUIDField(default=dangwu.sharding.fields.uuid7, editable=False, primary_key=True, serialize=False)),
                ('seed', models.CharField(max_length=64, verbose_name='种子')),
                ('seed_given', models.BooleanField(verbose_name='种子由人给定')),
                ('dimensions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), size=None, verbose_name='分类')),
                ('table', models.JSONField(verbose_name='各类人数')),
                ('population_digest', models.CharField(db_collation='C', max_length=64, verbose_name='抽取范围摘要')),
                ('drawn_at', models.DateTimeField(verbose_name='抽取时间')),
                ('drawn_by', models.UUIDField(null=True, verbose_name='抽取账号')),
                ('drawn_by_name', models.CharField(max_length=60, verbose_name='抽取人')),
                ('unit', dangwu.sharding.fields.UnitKey(append_only=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharding.unit')),
                ('questionnaire', dangwu.sharding.fields.UnitForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='questionnaires.questionnaire')),
            ],
            options={
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['unit', 'questionnaire', 'id'], name='draws_of')],
            },
        ),
        migrations.CreateModel(
            name='AnonymousAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('part', models.CharField(blank=True, max_length=200, verbose_name='统计类别')),
                ('content', models.JSONField(verbose_name='答案')),
                ('unit', dangwu.sharding.fields.UnitKey(append_only=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharding.unit')),
                ('questionnaire', dangwu.sharding.fields.UnitForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionnaires.questionnaire')),
            ],
            options={
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['unit', 'questionnaire', 'id'], name='anonymous_answers')],
            },
        ),
    ]
