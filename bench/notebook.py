"""The notebook of the docs, run cell by cell in one namespace against a server: what its cells show is kept in it.

`./run pictures` writes it anew; a test runs it and compares. A cell shows what it prints and, if it ends with an expression, that value,
as SVG where it can be drawn.
"""

import ast
import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "notebook.ipynb"


def cells() -> list[dict[str, Any]]:
    """The cells that hold code, in their order."""
    found: list[dict[str, Any]] = [one for one in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if one["cell_type"] == "code"]
    return found


def shown(address: str) -> list[list[dict[str, Any]]]:
    """The outputs of each cell of code, asked of the server at `address`, as a notebook keeps them. Whatever a cell raises."""
    space: dict[str, Any] = {"__name__": "notebook", "ADDRESS": address}
    return [_outputs("".join(cell["source"]), space, number) for number, cell in enumerate(cells(), 1)]


def _outputs(source: str, space: dict[str, Any], number: int) -> list[dict[str, Any]]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with redirect_stdout(printed):
        exec(compile(tree, f"<cell {number}>", "exec"), space)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"<cell {number}>", "eval"), space)
    found: list[dict[str, Any]] = []
    if printed.getvalue():
        found.append({"output_type": "stream", "name": "stdout", "text": printed.getvalue().splitlines(keepends=True)})
    if value is not None:
        data = {"image/svg+xml": value._repr_svg_().splitlines(keepends=True)} if hasattr(value, "_repr_svg_") else {}
        data["text/plain"] = repr(value).splitlines(keepends=True)
        found.append({"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": data})
    return found


def write(address: str) -> None:
    """Keep in the notebook what its cells show, asked of the server at `address`."""
    whole = json.loads(NOTEBOOK.read_text("utf-8"))
    outputs = shown(address)
    for number, (cell, found) in enumerate(zip((one for one in whole["cells"] if one["cell_type"] == "code"), outputs, strict=True), 1):
        cell |= {"execution_count": number, "outputs": found}
    NOTEBOOK.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")
