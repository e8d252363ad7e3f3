"""RDF/XML looked at before the parser gets it, which would expand entities and accept open elements."""

from xml.parsers import expat

from .errors import TurtleError


def refuse_dtd(data: bytes, file: str) -> None:
    """Raises TurtleError for a DTD, whose entities may grow without bound, and for ill-formed XML."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise TurtleError(
            file,
            parser.CurrentLineNumber,
            parser.CurrentColumnNumber + 1,
            "the file has a document type (<!DOCTYPE …>), whose entities could grow without bound",
            "Write out the entities and remove the document type, or write the file as Turtle.",
        )

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        hint = "Close or correct the element; the file must be well-formed XML."
        message = f"the file is not well-formed XML: {expat.ErrorString(error.code)}"
        raise TurtleError(file, error.lineno, error.offset + 1, message, hint) from None
