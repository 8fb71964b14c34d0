import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import make
from dangwu.accounts.models import Role
from dangwu.exchange import jobs
from dangwu.exchange.columns import fold
from dangwu.exchange.models import RosterFile, RosterImport
from exchange import workbooks
from exchange.town import Town


def client_of(town: Town, role: Role = Role.CLERK) -> Client:
    client = Client()
    client.force_login(
        make.account(role=role, organisation=town.committee),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def post_file(client: Client, town: Town, name: str, content: bytes) -> object:
    return client.post(
        reverse("exchange:upload"),
        {
            "organisation": f"{town.committee.unit_id}:{town.committee.id}",
            "file": SimpleUploadedFile(name, content),
        },
    )


def mapping_of(roster: RosterImport) -> dict[str, object]:
    labels = roster.sheets[0]["labels"]
    fields = {f"column_{i}": roster.mapping[fold(label)] for i, label in enumerate(labels)}
    return {"sheets": roster.chosen_sheets, "members_from": "2026-01-01", **fields}


def only_roster(town: Town) -> RosterImport:
    rows = RosterImport.objects.filter(unit_id=town.committee.unit_id)
    return rows.select_related("organisation", "file", "annotated").get()


def test_clerk_walks_from_upload_to_import_without_script(town: Town) -> None:
    client = client_of(town)
    content = workbooks.roster_of(
        workbooks.row("张三", 1, "东村党支部"), workbooks.row("李四", 2, "东村支部")
    )

    answer = post_file(client, town, "花名册.xlsx", content)
    roster = only_roster(town)
    page = reverse("exchange:roster", args=[roster.unit_id, roster.id])
    assert getattr(answer, "url", "") == page
    assert "文件的各列" in client.get(page).content.decode()

    client.post(reverse("exchange:columns", args=[roster.unit_id, roster.id]), mapping_of(roster))
    running = client.get(page).content.decode()
    assert 'http-equiv="refresh"' in running
    assert 'hx-trigger="every 1s"' in running
    jobs.run_check(only_roster(town), units=frozenset({roster.unit_id}))

    done = client.get(reverse("exchange:progress", args=[roster.unit_id, roster.id]))
    assert done["HX-Refresh"] == "true"
    checked = client.get(page).content.decode()
    assert "是不是：东村党支部" in checked
    annotated = client.get(reverse("exchange:annotated", args=[roster.unit_id, roster.id]))
    book = openpyxl.load_workbook(io.BytesIO(annotated.content))
    assert book.sheetnames == ["花名册", "提示"]

    address = reverse("exchange:import", args=[roster.unit_id, roster.id])
    refused = client.post(address, {"rows": "all_right"})
    assert refused.status_code == 422
    assert "有1行不能导入" in refused.content.decode()
    assert client.post(address, {"rows": "accepted"}).status_code == 302
    assert only_roster(town).state == RosterImport.State.COMMITTING


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", b"not a workbook", "文件内容不是工作簿"),
        ("a.pdf", b"%PDF", "不是花名册文件"),
        ("a.xlsx", b"", "文件是空的"),
        ("a.csv", "甲,乙\n1,2\n".encode(), "没有找到花名册的表头"),
    ],
)
def test_broken_file_is_refused_and_nothing_is_kept(
    town: Town, name: str, content: bytes, reason: str
) -> None:
    client = client_of(town)
    answer = post_file(client, town, name, content)
    assert getattr(answer, "status_code", 0) == 422
    assert reason in getattr(answer, "content", b"").decode()
    assert not RosterFile.objects.filter(unit_id=town.committee.unit_id).exists()
    assert not RosterImport.objects.filter(unit_id=town.committee.unit_id).exists()


@pytest.mark.parametrize(
    ("role", "home", "upload", "export"),
    [
        (Role.SECRETARY, 200, 200, 200),
        (Role.CLERK, 200, 200, 200),
        (Role.DEPARTMENT, 200, 200, 200),
        (Role.COMMITTEE_MEMBER, 200, 403, 200),
        (Role.MEMBER, 403, 403, 403),
        (Role.SUPERVISOR, 403, 403, 403),
        (Role.RESIDENT, 403, 403, 403),
        (Role.ADMINISTRATOR, 403, 403, 403),
    ],
)
def test_pages_by_role(town: Town, role: Role, home: int, upload: int, export: int) -> None:
    client = client_of(town, role)
    found = [
        client.get(reverse(f"exchange:{name}")).status_code
        for name in ("home", "upload", "export")
    ]
    assert found == [home, upload, export]


def test_stranger_does_not_see_an_import(town: Town) -> None:
    roster = workbooks.upload(
        town.clerk, town.committee, workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"))
    )
    client = Client()
    client.force_login(
        make.account(role=Role.CLERK, organisation=make.organisation(unit=make.unit("邻县"))),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    address = reverse("exchange:roster", args=[roster.unit_id, roster.id])
    assert client.get(address).status_code == 404


def test_history_asks_as_much_for_three_imports_as_for_one(town: Town) -> None:
    client = client_of(town)
    counts = []
    for _ in range(3):
        workbooks.upload(
            town.clerk, town.committee, workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"))
        )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("exchange:home"))
        counts.append(len(asked))
    assert counts[1] == counts[2]
    assert counts[2] <= 15


def test_export_answers_a_workbook(town: Town) -> None:
    workbooks.imported(
        town.clerk, town.committee, workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"))
    )
    answer = client_of(town).post(
        reverse("exchange:export"),
        {
            "organisation": f"{town.committee.unit_id}:{town.committee.id}",
            "columns": ["name", "id_number"],
        },
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [
        "张三",
        "990***********" + workbooks.id_number(1)[-4:],
    ]
