#!/usr/bin/python3
"""A window with the system's web view, for WebDriver. Its arguments: the folder for all that it
keeps, the size of letters in pixels, and whether it is an app that the page can talk to (`none`,
`silent` or `answers`, see WEBVIEWS.md)."""

import json
import os
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

FOLDER, LETTERS, BRIDGE = sys.argv[1:]
SCRIPT = os.path.join(FOLDER, "before.js")

# WebDriver's server drops what a browser prints.
console = os.open(os.path.join(FOLDER, "console"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
os.dup2(console, 1)
os.dup2(console, 2)

settings = WebKit2.Settings(
    default_font_size=int(LETTERS), enable_write_console_messages_to_stdout=True
)
data = WebKit2.WebsiteDataManager(
    base_data_directory=os.path.join(FOLDER, "data"),
    base_cache_directory=os.path.join(FOLDER, "cache"),
)
context = WebKit2.WebContext(website_data_manager=data)
context.set_preferred_languages(["en-US"])
context.set_automation_allowed(True)
content = WebKit2.UserContentManager()


def show(view):
    window = Gtk.Window(decorated=False, default_width=1280, default_height=1600)
    window.add(view)
    window.show_all()
    view.connect("close", lambda _: window.destroy())


def watch(view):
    view.connect("create", lambda parent, _: beside(parent))
    view.connect("decide-policy", before_page)
    return view


def first():
    view = WebKit2.WebView(
        web_context=context,
        user_content_manager=content,
        settings=settings,
        is_controlled_by_automation=True,
    )
    if BRIDGE != "none":
        content.register_script_message_handler("bookingWidget")
        content.connect("script-message-received::bookingWidget", told, view)
    show(watch(view))
    return view


def beside(parent):
    view = WebKit2.WebView(
        related_view=parent,
        user_content_manager=content,
        settings=settings,
        is_controlled_by_automation=True,
    )
    view.connect("ready-to-show", show)
    return watch(view)


def before_page(_view, _decision, kind):
    """Puts the test's script into the page that is about to begin."""
    if kind == WebKit2.PolicyDecisionType.NAVIGATION_ACTION and os.path.exists(SCRIPT):
        with open(SCRIPT, encoding="utf-8") as file:
            source = file.read()
        content.remove_all_scripts()
        content.add_script(
            WebKit2.UserScript.new(
                source,
                WebKit2.UserContentInjectedFrames.ALL_FRAMES,
                WebKit2.UserScriptInjectionTime.START,
                None,
                None,
            )
        )
    return False


def told(_content, result, view):
    """Notes what the page says to the app, and answers as WEBVIEWS.md shows it."""
    text = result.get_js_value().to_json(0)
    with open(os.path.join(FOLDER, "told"), "a", encoding="utf-8") as file:
        file.write(text + "\n")
    message = json.loads(text)
    if BRIDGE == "answers" and message["type"] == "checkout":
        answer = json.dumps({"booking": 1, "type": "checkout-ack", "id": message["id"]})
        script = f"window.postMessage({answer}, location.origin)"
        view.evaluate_javascript(script, -1, None, None, None, None)


def automate(_context, session):
    about = WebKit2.ApplicationInfo()
    about.set_name("WebKitGTK")
    session.set_application_info(about)
    session.connect("create-web-view", lambda _: first())


context.connect("automation-started", automate)
Gtk.main()
