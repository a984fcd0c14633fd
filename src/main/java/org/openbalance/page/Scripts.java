package org.openbalance.page;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Joins the modules under `src/main/web/app` into a few scripts, as every file of its own would cost a customer on a
/// slow network a way there and back.
///
/// A script is one function; what later scripts need of it stands in the object `openbalance`. So a module imports and
/// exports by name, exports only what it declares and never sets anew, and shares no top-level name with another module
/// of its script: a browser refuses a script that breaks this.
final class Scripts {

    static final String OPENING = "app/opening.js";
    static final String FIRST = "app/main.js";
    static final String LATER = "app/later.js";
    static final String CONSENTS = "app/consents.js";

    /// Each script, and those that a page runs before it.
    private static final Map<String, List<String>> AFTER =
            Map.of(OPENING, List.of(), FIRST, List.of(OPENING), LATER, List.of(OPENING, FIRST), CONSENTS, List.of());

    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:\\{(?<names>[^}]*)}|\\w+) from \"(?<file>[^\"]+)\";\\R?");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export (?:default \\w+;\\R?|(?=[a-z]))");
    private static final Pattern EXPORTED =
            Pattern.compile("(?m)^export (?:const|class|function|async function) (?<name>\\w+)");

    /// The bare name that modules import the library by.
    private static final String LIBRARY = "preact";

    private static final Pattern LIBRARY_EXPORTS = Pattern.compile("export\\{(?<pairs>[^}]*)};?");
    private static final Pattern PAIR = Pattern.compile("(\\w+) as (\\w+)");
    private static final List<String> USED_OF_LIBRARY = List.of("Component", "h", "render");

    /// The words in the first language, in whose place a page's own language is put.
    private static final String WORDS = Languages.file(Languages.FIRST);

    private final UnaryOperator<String> read;

    /// @param read the text of a file by its name; `preact` for the library
    Scripts(UnaryOperator<String> read) {
        this.read = read;
    }

    static boolean isScript(String name) {
        return AFTER.containsKey(name);
    }

    /// @param imports names by the file that declares them
    private record Module(String text, Map<String, List<String>> imports, List<String> exports) {}

    String joined(String script, String language) {
        var before = new LinkedHashMap<String, Module>();
        AFTER.get(script).forEach(earlier -> collect(earlier, language, before));
        var all = new LinkedHashMap<>(before);
        collect(script, language, all);
        var own = new LinkedHashMap<>(all);
        own.keySet().removeAll(before.keySet());
        return "(()=>{\"use strict\";\n" + head(own, before.keySet()) + bodies(own) + "Object.assign(openbalance,{"
                + String.join(",", exports(own)) + "});\n})();";
    }

    /// Every module after those that it imports.
    private void collect(String name, String language, Map<String, Module> into) {
        if (into.containsKey(name)) {
            return;
        }
        var module = name.equals(LIBRARY) ? library() : module(name, language);
        module.imports().keySet().forEach(file -> collect(file, language, into));
        into.put(name, module);
    }

    private Module module(String name, String language) {
        var source = Assets.lean(read.apply(name));
        var imports = new LinkedHashMap<String, List<String>>();
        IMPORT.matcher(source)
                .results()
                .forEach(found -> imports.put(file(name, found.group("file"), language), names(found)));
        var exports = EXPORTED.matcher(source)
                .results()
                .map(found -> found.group("name"))
                .toList();
        var text = EXPORT.matcher(IMPORT.matcher(source).replaceAll("")).replaceAll("");
        return new Module(text, imports, exports);
    }

    private static List<String> names(MatchResult found) {
        var names = found.group("names");
        return names == null ? List.of() : List.of(names.strip().split("\\s*,\\s*"));
    }

    private static String file(String importer, String relative, String language) {
        if (relative.equals(LIBRARY)) {
            return LIBRARY;
        }
        var name = URI.create("/" + importer).resolve(relative).getPath().substring(1);
        return name.equals(WORDS) ? Languages.file(language) : name;
    }

    private Module library() {
        var source = Assets.lean(read.apply(LIBRARY));
        var text = LIBRARY_EXPORTS
                .matcher(source)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "return{" + PAIR.matcher(found.group("pairs")).replaceAll("$2:$1") + "};"));
        var whole = "const{" + String.join(",", USED_OF_LIBRARY) + "}=(()=>{" + text + "})();\n";
        return new Module(whole, Map.of(), USED_OF_LIBRARY);
    }

    private static String head(Map<String, Module> own, Set<String> before) {
        if (before.isEmpty()) {
            return "const openbalance=globalThis.openbalance={};\n";
        }
        var needed = new TreeSet<String>();
        own.values().forEach(module -> module.imports().forEach((file, names) -> {
            if (before.contains(file)) {
                needed.addAll(names);
            }
        }));
        return "const openbalance=globalThis.openbalance,{" + String.join(",", needed) + "}=openbalance;\n";
    }

    private static String bodies(Map<String, Module> own) {
        var bodies = new StringBuilder();
        own.values().forEach(module -> bodies.append(module.text()));
        return bodies.toString();
    }

    private static Set<String> exports(Map<String, Module> own) {
        var exports = new LinkedHashSet<String>();
        own.values().forEach(module -> exports.addAll(module.exports()));
        return exports;
    }
}
