"""Answers queries in Python's spelling with comet_ml's own API, and says what Python takes them for.

Reads a JSON list of `{workspace, project, text}` from the file named first, and prints for each of them one
JSON line with the query's tree (see tests/support/evaluate-query.js), the text of the predicates that `query`
sends, and the keys that `query` and `search` gave. Then a line for each project with the variables of its queries.
The server and the key come from COMET_URL_OVERRIDE and COMET_API_KEY.
"""

import ast
import json
import sys
from datetime import datetime
from pathlib import Path

from comet_ml import API
from comet_ml.exceptions import CometRestApiException
from comet_ml.query import Environment, Metadata, Metric, Other, Parameter, Tag

NAMES = {
    "Environment": Environment,
    "Metadata": Metadata,
    "Metric": Metric,
    "Other": Other,
    "Parameter": Parameter,
    "Tag": Tag,
    "datetime": datetime,
}
SOURCES = {
    "Environment": "env_details",
    "Metadata": "metadata",
    "Metric": "metrics",
    "Other": "log_other",
    "Parameter": "params",
    "Tag": "tag",
}
OPERATORS = {
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
    ast.Lt: "less",
    ast.LtE: "less_or_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_or_equal",
}
REFLECTED = {
    "less": "greater",
    "less_or_equal": "greater_or_equal",
    "greater": "less",
    "greater_or_equal": "less_or_equal",
}
METHODS = {
    "between": "between",
    "contains": "contains",
    "startswith": "begins_with",
    "endswith": "ends_with",
}


def main():
    api = API()
    questions = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for asked in questions:
        place = (asked["workspace"], asked["project"])
        # A query keeps the types of its columns, so each call gets a new one.
        answers = {
            name: keys_of(method, place, asked["text"])
            for name, method in (("query", api.query), ("search", api.search))
        }
        tree = tree_of(ast.parse(asked["text"], mode="eval").body)
        columns = api._client.get_project_columns(*place)
        predicates = json.dumps(eval(asked["text"], dict(NAMES)).get_predicates(columns))
        print(
            json.dumps({**asked, "tree": tree, "predicates": predicates, **answers}),
            flush=True,
        )
    for workspace, project in sorted({(one["workspace"], one["project"]) for one in questions}):
        variables = [
            [type(one).__name__, one.rhs if isinstance(one, Tag) else one.name]
            for one in api.get_query_variables(workspace, project)
        ]
        print(json.dumps({"project": project, "variables": variables}), flush=True)


def keys_of(method, place, text):
    """The keys found, or the error as text, so that the other queries are still asked."""
    try:
        return [found.key for found in method(*place, eval(text, dict(NAMES)))]
    except (CometRestApiException, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def tree_of(node):
    """The query's tree by Python's grammar, without comet_ml's classes."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        return {"not": tree_of(node.operand)}
    if isinstance(node, ast.BinOp):
        word = {ast.BitAnd: "and", ast.BitOr: "or"}[type(node.op)]
        return {word: [tree_of(node.left), tree_of(node.right)]}
    if isinstance(node, ast.Compare):
        operator = OPERATORS[type(node.ops[0])]
        if is_column(node.left):
            return comparison(node.left, operator, value_of(node.comparators[0]))
        return comparison(node.comparators[0], REFLECTED[operator], value_of(node.left))
    if isinstance(node.func, ast.Attribute):
        values = [value_of(argument) for argument in node.args]
        operator = METHODS[node.func.attr]
        return leaf(node.func.value, operator, values if operator == "between" else values[0])
    return leaf(node, "equal", value_of(node.args[0]))


def comparison(column, operator, value):
    if value is None or value == "":
        kind = "null" if value is None else "empty"
        return leaf(column, f"is_{kind}" if operator == "equal" else f"is_not_{kind}", None)
    return leaf(column, operator, value)


def leaf(column, operator, value):
    source, name = SOURCES[column.func.id], value_of(column.args[0])
    return {"source": source, "name": name, "operator": operator, "value": value}


def is_column(node):
    return isinstance(node, ast.Call) and node.func.id in SOURCES


def value_of(node):
    value = eval(compile(ast.Expression(node), "<value>", "eval"), dict(NAMES))
    return value.isoformat(" ") if isinstance(value, datetime) else value


if __name__ == "__main__":
    main()
