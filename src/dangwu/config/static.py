"""How the collected static files are stored."""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """Hashed names, compressed by gzip alone.

    Browsers take brotli over TLS only, and making it would hold up the first start by seconds.
    """

    keep_only_hashed_files = True

    def create_compressor(self, **kwargs: object) -> Compressor:
        return super().create_compressor(**{**kwargs, "use_brotli": False})
