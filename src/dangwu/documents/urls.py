from django.urls import path

from dangwu.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.documents, name="list"),
    path("<int:unit>/<uuid:document>/", views.show, name="show"),
    path("<int:unit>/<uuid:document>/void/", views.void, name="void"),
    path("<int:unit>/<uuid:document>/file.<str:form>", views.file, name="file"),
    path("write/<int:unit>/<uuid:organisation>/<str:kind>/", views.write, name="write"),
]
