"""The same facts on paper, or as a file: as every page of money hands them out."""

from flask import Response, make_response, render_template

from web import paper

NO_PDF = "This machine makes no PDF. Print this page instead."


def on_paper(template: str, page: object, name: str) -> Response:
    """A PDF of a template; where none can be made, the page to print, with a sentence."""
    made = paper.pdf_of(render_template(template, page=page, sentence=""))
    if made is None:
        return make_response(render_template(template, page=page, sentence=NO_PDF))
    answer = make_response(made)
    answer.content_type = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def as_file(made: str | bytes, content_type: str, name: str) -> Response:
    """A file to keep."""
    answer = make_response(made)
    answer.content_type = content_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
