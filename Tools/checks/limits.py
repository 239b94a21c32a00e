#!/usr/bin/env python3
"""Checks the limits of the sources: files per folder, lines per file, unused imports and unused public declarations.

    limits.py           check; one line per violation
    limits.py --list    also list the public declarations that only their own module uses

Names are compared as words, without types. So a name that several declarations share counts as used if one of them is
used: the check may miss a violation, but what it reports is real.
"""
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[2]
MOST_FILES = 15
MOST_LINES = 250
# Public declarations that no other target, test, example, benchmark or document names: fields of results, parts of plans
# and distributions of the catalogue's kinds, which users reach without naming them. Lower it whenever the count falls.
MOST_UNUSED_PUBLIC = 20
# What shows that a module from outside is used; all others are not checked.
OUTSIDE = {
    "Foundation": r"Data|POSIXError|atomically|Dispatch\w+|Date|URL|UUID|FileManager|FileHandle|Bundle|Process|ProcessInfo|Pipe|JSON\w+|Cocoa\w+"
    r"|NS\w+|PropertyList\w+|XML\w+|Thread|RunLoop|Calendar|Locale|TimeInterval|CharacterSet|contentsOf|components"
    r"|replacingOccurrences|trimmingCharacters|range\(of|String\(format"
    r"|(?:exp|log\w*|pow|sqrt|sin|cos|tanh?|erfc?|[tl]gamma\w*|floor|ceil|fabs|mem\w+|str\w+|getenv|setenv|exit)\(",
    "Glibc": r"[a-z]\w*_t\b|errno|[A-Z]+_[A-Z]+|(?:open|close|read|write|rename|unlink|f?stat|isatty|glob|globfree|exit"
    r"|sleep|str\w+|mem\w+|poll|mmap|kill|signal|socket|getpid|flock|fsync|fflush|[mc]alloc"
    r"|realloc|free|lgamma\w*|erfc?|exp|log\w*|pow)\(",
    "RealModule": r"Double|Float|Real|ElementaryFunctions|RealFunctions",
    "Synchronization": r"Mutex|Atomic|WordPair",
    "Dispatch": r"Dispatch\w+",
    "Testing": r"Test|Suite|expect|require|Issue|withKnownIssue|confirmation",
    "ArgumentParser": r"\w*ParsableCommand|ParsableArguments|ExpressibleByArgument|ValidationError|ExitCode"
    r"|CleanExit|ArgumentHelp|CommandConfiguration",
    "Yams": r"Yams|YAML\w+|Yaml\w+|Node",
    "GRDB": r"Database\w*|Row|\w*Record|SQL\w*|Configuration",
    "FlyingSocks": r"Socket\w*|AsyncSocket\w*|AsyncBufferedSequence|sockaddr\w*",
    "CZlib": r"z_\w+|Z_\w+|inflate\w*|deflate\w*|crc32\w*|gz\w+|adler32",
}
OUTSIDE["FoundationEssentials"] = OUTSIDE["Foundation"]
OUTSIDE["FoundationXML"] = OUTSIDE["Foundation"]
OUTSIDE["Musl"] = OUTSIDE["Darwin"] = OUTSIDE["Glibc"]
# Requirements of protocols of Swift and its packages: public because their types are.
REQUIRED = set(
    "allValueStrings description debugDescription errorDescription encode hash id allCases rawValue makeIterator next startIndex "
    "endIndex index count isEmpty body configuration validate run init subscript callAsFunction".split())
KINDS = r"struct|class|enum|protocol|actor|typealias|func|var|let|case|associatedtype"


def without_comments(text):
    """Swift or C without comments and texts, but with what stands inside interpolations."""
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r"(?m)//.*$", " ", text)


def words(text):
    return set(re.findall(r"[A-Za-z_]\w*", text))


tracked = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=root, capture_output=True, text=True,
    check=True).stdout.split("\n")
paths = [path for path in tracked if path and (root / path).is_file()]
texts = {
    path: (root / path).read_text(errors="replace")
    for path in paths if path.endswith((".swift", ".c", ".h", ".inc", ".py", ".sh", ".md", ".docc"))
}
code = {path: without_comments(text) for path, text in texts.items() if path.endswith((".swift", ".h"))}
modules = sorted({path.split("/")[1] for path in texts if path.startswith("Sources/")})
violations = []


def module_code(module):
    return {path: text for path, text in code.items() if path.startswith(f"Sources/{module}/")}


def check_folders():
    counts = {}
    for path in paths:
        folder, name = path.rpartition("/")[::2]
        if path.startswith(("Sources/", "Tests/")) and name != "README.md":
            counts[folder] = counts.get(folder, 0) + 1
    for folder, count in counts.items():
        if count > MOST_FILES:
            violations.append(f"{folder}: {count} files, at most {MOST_FILES}")


def check_lengths():
    for path, text in texts.items():
        if path.startswith(("Tests/", "Benchmarks/")):
            continue
        if text.count("\n") > MOST_LINES:
            violations.append(f"{path}: {text.count(chr(10))} lines, at most {MOST_LINES}")


def declared_names(module):
    """All names that a module declares, and those of the modules that it exports."""
    names = set()
    for path, text in module_code(module).items():
        if path.endswith(".h"):
            names |= words(text)
            continue
        names |= set(re.findall(rf"\b(?:{KINDS})\s+`?(\w+)", text))
        for cases in re.findall(r"(?m)^\s*(?:indirect )?case (.*)$", text):
            names |= words(cases)
        for exported in re.findall(r"@_exported import (\w+)", text):
            names |= declared_names(exported)
    return names - {"init"}


def check_imports():
    names = {module: declared_names(module) for module in modules if module not in OUTSIDE}
    names["PushforwardTestSupport"] = words(
        "".join(text for path, text in code.items() if path.startswith("Tests/PushforwardTestSupport/")))
    for path, text in code.items():
        if not path.endswith(".swift") or not path.startswith(("Sources/", "Tests/", "Benchmarks/", "Examples/")):
            continue
        rest = re.sub(r"(?m)^.*\bimport \w+.*$", "", text)
        own = words(rest)
        for module in re.findall(r"(?m)^\s*(?:@testable )?(?:public |package )?import (\w+)", text):
            if module in names:
                isUsed = bool(names[module] & own)
            elif module in OUTSIDE:
                isUsed = re.search(rf"\b(?:{OUTSIDE[module]})", rest)
            else:
                continue
            if not isUsed:
                violations.append(f"{path}: import {module} is not used")


def protocol_members():
    """Names in the bodies of protocols: what satisfies them is as public as they are."""
    names = set()
    for text in code.values():
        for match in re.finditer(r"\bprotocol\s+\w+[^{]*\{(.*?)\n\}", text, flags=re.S):
            names |= set(re.findall(r"\b(?:func|var|associatedtype)\s+`?(\w+)", match.group(1)))
    return names


def types_in_signatures(module):
    """Types in the signatures of a module's public declarations, without the declared ones: they must be public too."""
    names = set()
    for text in module_code(module).values():
        for signature in re.findall(r"(?m)^\s*(?:@\w+ )*(?:public|case)\b[^{=]*", text):
            names |= words(re.sub(rf"\b(?:{KINDS})\s+`?\w+", " ", signature, count=1))
    return {name for name in names if name[0].isupper()}


def unused_publics():
    """Lists (path, line, name) of the public declarations that nothing outside their module names."""
    skipped = REQUIRED | protocol_members()
    used = {module: types_in_signatures(module) for module in modules}
    for path, text in texts.items():
        isUser = path.startswith(("Tests/", "Examples/", "Benchmarks/", "Documentation/", "Sources/"))
        if not isUser and path != "README.md":
            continue
        isDocument = path.endswith(".md")
        if path.startswith("Sources/") and isDocument and ".docc/" not in path:
            continue
        found = words(text if isDocument else code.get(path, text))
        for module in modules:
            if not path.startswith(f"Sources/{module}/") or isDocument:
                used[module] |= found
    result = []
    for module in modules:
        for path, text in module_code(module).items():
            for number, line in enumerate(text.split("\n"), 1):
                match = re.search(rf"^\s*(?:@\w+ )*public\b[^={{(]*?\b(?:{KINDS})\s+`?(\w+)", line)
                if match and match.group(1) not in used[module] | skipped:
                    result.append((path, number, match.group(1)))
    return result


def check_publics(isListed):
    unused = unused_publics()
    for module in modules:
        count = sum(path.startswith(f"Sources/{module}/") for path, _, _ in unused)
        if count:
            print(f"{module}: {count} public declarations that nothing outside uses")
    if isListed:
        for path, line, name in unused:
            print(f"  {path}:{line}: {name}")
    if len(unused) > MOST_UNUSED_PUBLIC:
        violations.append(
            f"{len(unused)} unused public declarations, at most {MOST_UNUSED_PUBLIC}; see limits.py --list")


check_folders()
check_lengths()
check_imports()
check_publics("--list" in sys.argv[1:])
for violation in violations:
    print(violation)
sys.exit(bool(violations))
