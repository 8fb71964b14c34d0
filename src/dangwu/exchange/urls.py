from django.urls import path

from dangwu.exchange.views import exports, imports

app_name = "exchange"
ROSTER = "<int:unit>/<uuid:key>/"
urlpatterns = [
    path("", imports.history, name="home"),
    path("upload/", imports.upload, name="upload"),
    path("export/", exports.export, name="export"),
    path(f"export/{ROSTER}", exports.export_page, name="export_page"),
    path(f"export/{ROSTER}progress/", exports.export_progress, name="export_progress"),
    path(f"export/{ROSTER}file/", exports.export_file, name="export_file"),
    path(ROSTER, imports.roster, name="roster"),
    path(f"{ROSTER}progress/", imports.progress, name="progress"),
    path(f"{ROSTER}columns/", imports.columns, name="columns"),
    path(f"{ROSTER}check/", imports.check, name="check"),
    path(f"{ROSTER}import/", imports.commit, name="import"),
    path(f"{ROSTER}undo/", imports.undo, name="undo"),
    path(f"{ROSTER}discard/", imports.discard, name="discard"),
    path(f"{ROSTER}annotated/", imports.annotated, name="annotated"),
]
