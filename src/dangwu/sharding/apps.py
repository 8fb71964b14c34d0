from django.apps import AppConfig


class ShardingConfig(AppConfig):
    name = "dangwu.sharding"
    label = "sharding"
