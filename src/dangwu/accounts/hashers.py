"""Password hashing sized for the door: hundreds of people sign in within minutes."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class DoorArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at 50 to 75 ms on a small machine."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
