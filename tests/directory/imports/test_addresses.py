import pytest

from directory.imports.addresses import Address, taken_apart


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Town Hall, 1 High Street, Anytown", Address("Town Hall, 1 High Street", "Anytown")),
        (
            "Town Hall, 1 High Street, Anytown, South Yorkshire, NE6 1AB, UK",
            Address("Town Hall, 1 High Street", "Anytown", "NE6 1AB"),
        ),
        (
            "Town Hall, 1 High Street, Anytown, South Yorkshire NE6 1AB",
            Address("Town Hall, 1 High Street", "Anytown", "NE6 1AB"),
        ),
        (
            "Town Hall\n1 High Street\nAnytown\nne61ab",
            Address("Town Hall, 1 High Street", "Anytown", "NE6 1AB"),
        ),
        ("Town Hall", Address("Town Hall")),
        ("Town Hall, 1 High Street", Address("Town Hall, 1 High Street")),
        ("", Address()),
        (", , ,", Address()),
    ],
)
def test_an_address_is_taken_apart(text, address):
    assert taken_apart(text) == address
