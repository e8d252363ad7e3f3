"""What an explanation worker does: hold a release with its rules, and tell why a fact of it holds."""

import json
from pathlib import Path
from typing import Any

from ..check.report import without_result
from ..dataset import parse
from ..engine.out import Write
from ..engine.worker import Handler, Request
from ..explain import AskedError, as_html, as_rows, asked, contradicted, explain, known, uses, written
from ..release import Release
from ..workspace import Workspace
from .names import href


def prepare(root: str, folder: str) -> Handler:
    """Loads the release and readies the rules; returns what answers a request.

    Raises OSError, SyntaxError or RuleError where they cannot be read.
    """
    knowledge = known(Workspace(Path(root), Path(folder).parent), Release(Path(folder)))
    knowledge.warm()

    def handle(request: Request, write: Write) -> dict[str, Any]:
        if "body" in request:  # the worker that gets one does not work again
            sent = parse({request["file"]: request["body"]})
            findings = contradicted(knowledge, sent.files[0]) if sent.files else ()
            return {"findings": [without_result(finding) for finding in findings]}
        if request.get("step") == "axioms":
            write(json.dumps(as_rows(uses(knowledge, request["questions"]))).encode())
            return {}
        try:
            triple = asked(knowledge.facts, request["s"], request["p"], request["o"])
        except AskedError as error:
            near = [{"iri": iri, "label": label} for iri, label in error.nearest]
            return {
                "error": "asked",
                "message": error.message,
                "hint": error.hint,
                "nearest": near,
                "unknown": error.is_unknown,
            }
        told = explain(knowledge, triple, every=request["all"], limit=request["limit"])
        if request["format"] == "html":
            text = as_html(told, href=href, path=request["path"])
        else:
            text = written(told, request["format"])
        write(text.encode())
        return {"status": told.status, "sentence": told.sentence}

    return handle
