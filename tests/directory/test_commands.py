"""The operator's way in: the index and the postcodes."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from directory.models import Postcode, PostcodeDeprivation
from directory.queries.places import locate
from tests.cast import an_area
from tests.cast_directory import a_listing, anytown
from tests.cast_importing import a_list
from tests.support.sheets import a_feed_service, as_json

SHEFFIELD = Path(__file__).parents[3] / "shared" / "data" / "postcodes" / "S.csv"


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["directory", *map(str, words)])


def test_the_index_is_made_again(app, run):
    with app.extensions["petunias"].database.writing() as session:
        a_listing(session, area_id=anytown(session))
    assert run("rebuild-index").output == "1 listings can be found.\n"


def test_loading_postcodes_says_what_became_of_each_row(app, run, tmp_path):
    file = tmp_path / "postcodes.csv"
    file.write_text("Postcode,lat,long\nNE6 1AB,54.9,-1.5\nNE6 1AD,,0\nBT1 1AA,54.6,-5.9\n"
                    "JE2 3AB,49.2,-2.1\nhello,1,1\n")  # fmt: skip
    said = run("load-postcodes", file).output.splitlines()[-1]
    assert said == (
        "1 postcodes loaded, 1 without a position, 1 in Northern Ireland left out, "
        "1 in the Crown dependencies left out, 1 not postcodes"
    )


def test_a_file_of_another_kind_is_refused_in_words(run, tmp_path):
    file = tmp_path / "names.csv"
    file.write_text("name\nShelter\n")
    result = run("load-postcodes", file)
    assert result.exit_code != 0
    assert "ONS Postcode Directory" in result.output
    assert "Traceback" not in result.output


@pytest.mark.skipif(not SHEFFIELD.exists(), reason="There is no ../shared/data beside the project.")
def test_the_postcodes_of_sheffield_load_twice_to_the_same(app, run):
    for _ in range(2):
        said = run("load-postcodes", SHEFFIELD).output.splitlines()[-1]
        assert said.startswith("50,501 postcodes loaded, 22 without a position")
    with app.extensions["petunias"].database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Postcode)) == 50_501
        assert locate(session, "S1 1AA").precision == "postcode"


class TestDeprivation:
    def kept(self, app):
        with app.extensions["petunias"].database.reading() as session:
            found = session.execute(sa.select(PostcodeDeprivation.key, PostcodeDeprivation.decile))
            return dict(map(tuple, found))

    def test_loading_says_what_became_of_each_row_and_a_second_time_updates(
        self, app, run, tmp_path
    ):
        file = tmp_path / "deprivation.csv"
        file.write_text("Postcode,LSOA code (2021),Index of Multiple Deprivation Decile\n"
                        "NE6 1AB,E01000001,1\nNE6 1AD,E01000001,\nCF10 1AA,W01000001,2\nhi,,3\n")  # fmt: skip
        for _ in range(2):
            said = run("load-deprivation", file).output.splitlines()[-1]
            assert said == (
                "1 postcodes loaded, 1 not known, 1 outside England left out, 1 not postcodes"
            )
            assert self.kept(app) == {"NE61AB": 1}
        file.write_text("pcds,imd_decile\nNE6 1AB,4\n")
        run("load-deprivation", file)
        assert self.kept(app) == {"NE61AB": 4}

    def test_a_wrong_line_is_named_and_the_whole_file_refused(self, app, run, tmp_path):
        file = tmp_path / "deprivation.csv"
        file.write_text("pcds,imd_decile\nNE6 1AB,4\nNE6 1AD,40\n")
        result = run("load-deprivation", file)
        assert result.exit_code != 0 and "Line 3: “40” is not a decile" in result.output
        assert self.kept(app) == {}

    def test_ranks_need_their_edition(self, app, run, tmp_path):
        file = tmp_path / "ons.csv"
        file.write_text("pcds,ctry,imd\nNE6 1AB,E92000001,33755\n")
        assert "--edition 2025" in run("load-deprivation", file).output
        assert "in the edition of 2019" in run("load-deprivation", file, "--edition", "2019").output
        assert run("load-deprivation", file, "--edition", "2025").exit_code == 0
        assert self.kept(app) == {"NE61AB": 10}


class TestImport:
    def run(self, app, *words):
        return app.test_cli_runner().invoke(args=["directory", "import", *map(str, words)])

    @pytest.fixture
    def town(self, app, database):
        with database.writing() as session:
            anytown(session)

    def test_a_list_comes_in_as_drafts_and_the_run_ends_with_the_tally(self, app, town, tmp_path):
        file = tmp_path / "neighbours.csv"
        file.write_bytes(a_list())
        said = self.run(app, file).output.splitlines()
        assert said[-1] == "3 new, 0 changed, 0 unchanged, 2 refused"
        assert "Colour: left out, we do not know what it holds" in said
        assert "5 rows read" in said
        assert "Row 5: This row has no name. Add the name of the group." in said
        again = self.run(app, file).output.splitlines()
        assert again[-1] == "0 new, 0 changed, 3 unchanged, 2 refused"

    def test_a_folder_of_pages_comes_in_too(self, app, town, tmp_path):
        folder = tmp_path / "feed"
        folder.mkdir()
        for number in (1, 2):
            page = {"contents": [a_feed_service(id=f"s{number}", name=f"Walk {number}")]}
            (folder / f"page-{number}.json").write_bytes(as_json(page))
        said = self.run(app, folder, "--known-as", "A council's feed").output.splitlines()
        assert said[-1] == "2 new, 0 changed, 0 unchanged, 0 refused"

    def test_what_cannot_be_read_is_said_in_a_sentence(self, app, town, tmp_path):
        file = tmp_path / "report.csv"
        file.write_bytes(b"%PDF-1.7")
        result = self.run(app, file)
        assert result.exit_code == 1 and "not a spreadsheet" in result.output

    def test_where_there_are_several_areas_one_is_named(self, app, town, database, tmp_path):
        with database.writing() as session:
            an_area(session, "Othertown")
        file = tmp_path / "neighbours.csv"
        file.write_bytes(a_list())
        refused = self.run(app, file)
        assert refused.exit_code == 1
        assert "with --area. There are: Anytown, Othertown." in refused.output
        assert self.run(app, file, "--area", "othertown").exit_code == 0
