"""Spreadsheets and feeds for tests of the import: good ones, and a dozen that mean harm."""

import csv
import io
import json
import random
import zipfile
from functools import cache

from openpyxl import Workbook

HEADINGS = ("id", "Organisation", "Activity", "Details", "Telephone", "Postcode")
WALKING = ("1", "Anytown Shelter", "Dog walking", "Walk our dogs.", "01632 960123", "NE6 1AB")
KNITTING = ("2", "Knit and Natter", "Knitting", "Bring wool.", "01632 960124", "NE6 1AC")


def a_csv(*rows, encoding="utf-8", delimiter=","):
    """The rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def a_workbook(*rows, before=()):
    """The rows as an XLSX file, after empty sheets of the names given."""
    book = Workbook()
    book.active.title = "Groups"
    for row in rows:
        book.active.append(row)
    for place, name in enumerate(before):
        book.create_sheet(name, index=place)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def a_zip(members):
    """A zip of the members, by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def with_parts(workbook, parts):
    """A workbook with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return a_zip(members | parts)


def a_sheet_part(rows):
    """The XML of a worksheet."""
    start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f"{start}<sheetData>{rows}</sheetData></worksheet>"


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<!DOCTYPE worksheet [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
_LONG_REMARK = f"<!--{' ' * 100_000}-->"


@cache
def hostile_files():
    """Files that mean harm, by name."""
    good = a_workbook(HEADINGS, WALKING)
    laughing = a_sheet_part('<row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row>')
    wide = "<row r='1'>" + "<c t='n'><v>1</v></c>" * 1_000_000 + "</row>"
    lying = bytearray(with_parts(good, {SHEET: a_sheet_part(" " * 30_000_000)}))
    _declare_small(lying)
    return {
        "bomb.xlsx": with_parts(good, {SHEET: b"\0" * 390_000_000}),
        "lying.xlsx": bytes(lying),
        "many-members.xlsx": with_parts(good, {f"xl/x{n}.xml": "x" for n in range(10_000)}),
        "laughs.xlsx": with_parts(good, {SHEET: LAUGHS + laughing}),
        "laughs-later.xlsx": with_parts(good, {SHEET: _LONG_REMARK + LAUGHS + laughing}),
        "million-columns.xlsx": with_parts(good, {SHEET: a_sheet_part(wide)}),
        "macros.xlsm": with_parts(good, {"xl/vbaProject.bin": b"program"}),
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
        "climbing.zip": a_zip({"../../services.csv": "id,name\n1,x\n"}),
        "zip-of-zips.zip": a_zip({f"{n}.zip": a_zip({"a.zip": b"\0" * 999}) for n in range(50)}),
        "million-columns.csv": b"a," * 1_000_000 + b"\n",
        "one-cell.csv": b'name,phone\n"' + b"x" * 2_000_000,
        "noise.csv": random.Random(7).randbytes(200_000),
        "deep.json": b"[" * 1_000_000,
        "empty-lists.json": b"[" + b"[]," * 15_000_000 + b"[]]",
        "report.pdf": b"%PDF-1.7\n" + b"x" * 1000,
    }


def _declare_small(archive):
    """Let the list of members, which is what is read first, tell a tale about one of them."""
    at = archive.rfind(SHEET.encode()) - 46
    assert archive[at : at + 4] == b"PK\x01\x02"
    archive[at + 24 : at + 28] = (1000).to_bytes(4, "little")


def a_feed_service(**facts):
    """A service as an Open Referral UK 3.0 feed nests it."""
    return {
        "id": "ac148810-d857-441c-9679-408f346de14b",
        "name": "Community choir",
        "description": "<p>Sing with us.</p><p>No need to read music.</p>",
        "url": "https://choir.example",
        "email": "sing@choir.example",
        "status": "active",
        "minimum_age": 16,
        "assured_date": "2026-01-05",
        "organization": {"id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", "name": "Anytown Arts"},
        "schedules": [
            {"freq": "WEEKLY", "byday": "TH", "opens_at": "19:00Z", "closes_at": "21:00Z"}
        ],
        "cost_options": [{"option": "Price", "amount": 2.5}],
        "languages": [{"name": "Welsh"}],
        "contacts": [{"name": "Ann Persona", "phones": [{"number": "01632 960125"}]}],
        "service_at_locations": [
            {
                "location": {
                    "location_type": "physical",
                    "latitude": 54.97,
                    "longitude": -1.58,
                    "addresses": [
                        {"address_1": "Town Hall", "city": "Anytown", "postal_code": "NE6 1AB"}
                    ],
                }
            }
        ],
    } | facts


def as_json(document):
    """A document as bytes."""
    return json.dumps(document).encode()


TABLES = {
    "organizations.csv": "id,name,description\no1,Anytown Arts,We sing\n",
    "services.csv": "id,organization_id,name,description,status\ns1,o1,Community choir,Sing,active\n",
    "locations.csv": "id,name,latitude,longitude\nl1,Town Hall,54.97,-1.58\n",
    "services_at_location.csv": "id,service_id,location_id\nx1,s1,l1\n",
    "physical_addresses.csv": "id,location_id,address_1,city,postal_code\n"
    "a1,l1,1 High Street,Anytown,NE6 1AB\n",
    "contacts.csv": "id,service_id,name\nc1,s1,Ann Persona\n",
    "phones.csv": "id,contact_id,number\np1,c1,01632 960125\n",
    "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at\nr1,s1,TH,19:00,21:00\n",
    "taxonomy_terms.csv": "id,name,code\nt1,Arts,arts-for-health\n",
    "service_attributes.csv": "id,service_id,taxonomy_term_id\nb1,s1,t1\n",
}
