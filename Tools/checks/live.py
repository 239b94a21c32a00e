"""Watches a fit in a headless Chromium, checks what the page shows against the fit's folder and takes a picture.

Usage: live.py <pushforward> <picture.png> [width height [light|dark]]
Needs playwright from PyPI and a Chromium of the system (`chromium` on Debian).
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from playwright.sync_api import sync_playwright

program, picture = sys.argv[1:3]
width, height, scheme = sys.argv[3:] + ["1000", "800", "light"][len(sys.argv) - 3:]
work = tempfile.mkdtemp()
folder = work + "/fit"
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
assert chromium, "no Chromium is installed"
steps = 4000
state = "document.getElementById('state').textContent"
colors = "[...document.querySelectorAll('canvas')].map(" \
    "c => new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size)"


def refuses_other_hosts(url):
    try:
        urllib.request.urlopen(urllib.request.Request(url, headers={"Host": "example.org"}))
        return False
    except urllib.error.HTTPError as error:
        return error.code == 403


process = subprocess.Popen(
    [program, "fit", "--from", "normal:2", "--to", "two-moons", "--set", f"training.steps={steps}", "--live", "-o",
     folder],
    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
try:
    url = process.stderr.readline().strip()
    assert url.startswith("http://127.0.0.1:"), url
    assert refuses_other_hosts(url), "a request for another host was answered"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": int(width), "height": int(height)}, color_scheme=scheme, device_scale_factor=2)
        errors = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        page.wait_for_function(state + " === 'training'", timeout=20_000)
        page.wait_for_function(state + " === 'finished'", timeout=60_000)
        page.reload()  # An open page holds the server for a while after the fit.
        page.wait_for_function(state + " === 'finished'", timeout=5_000)
        time.sleep(0.6)
        shown = page.inner_text("body")
        drawn = page.evaluate(colors)
        page.screenshot(path=picture)
        browser.close()
    assert process.wait(10) == 0, "the fit failed"
    assert not errors, errors
    assert min(drawn) > 3, f"a canvas is empty: {drawn}"
    with open(folder + "/certificate.json") as file:
        p_value = json.load(file)["pValue"]
    for text in ["normal:2 to two-moons", f"step {steps:,} of {steps:,}", "floor ratio", "finished",
                 f"p-value {p_value:.3g}"]:
        assert text in shown, f"'{text}' is not on the page:\n{shown}"
    assert os.path.getsize(picture) > 10_000
    print(f"the page shows the fit; picture {picture}")
finally:
    process.kill()
    process.wait(10)
    shutil.rmtree(work, ignore_errors=True)
