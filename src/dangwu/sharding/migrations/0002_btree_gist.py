from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Exclusion constraints over unit, row and period need equality inside a GiST index."""

    dependencies = [("sharding", "0001_units")]
    operations = [BtreeGistExtension()]
