package chat.free4.sim.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What STYLE.md says of files, as far as a test can hold it. */
class TidyTest {
  private static final int MAX_METHOD_LINES = 70;
  private static final int MAX_FILE_LINES = 500;

  /** {@code [text](target)}, and the same for pictures; neither within backticks. */
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.+?)\\s*$");

  @Test
  void noMethodIsOver70Lines() {
    List<JavaMethods.Method> methods = JavaMethods.of(Repository.files(".java"));
    assertThat(methods).hasSizeGreaterThan(500);
    assertThat(methods.stream().filter(method -> method.lines() > MAX_METHOD_LINES)).isEmpty();
  }

  @Test
  void noSourceFileIsOver500Lines() {
    List<String> tooLong = new ArrayList<>();
    List<Path> files = Repository.files(".java", ".ts", ".tsx", ".css");
    assertThat(files).hasSizeGreaterThan(100);
    for (Path file : files) {
      long lines = Repository.read(file).lines().count();
      if (lines > MAX_FILE_LINES) {
        tooLong.add(Repository.name(file) + ": " + lines);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void everyPackageSaysThatItIsNullMarked() {
    Set<Path> packages = new HashSet<>();
    for (Path file : Repository.files(".java")) {
      if (file.toString().contains("/src/main/java/")) {
        packages.add(file.getParent());
      }
    }
    assertThat(packages).hasSizeGreaterThan(10);
    for (Path directory : packages) {
      Path info = directory.resolve("package-info.java");
      assertThat(info).exists();
      assertThat(Repository.read(info)).as(Repository.name(info)).contains("@NullMarked");
    }
  }

  @Test
  void linksInDocumentsLeadSomewhere() {
    List<String> dead = new ArrayList<>();
    List<Path> documents = Repository.files(".md");
    assertThat(documents).hasSizeGreaterThan(5);
    for (Path document : documents) {
      String text = CODE.matcher(Repository.read(document)).replaceAll("");
      Matcher link = LINK.matcher(text);
      while (link.find()) {
        String target = link.group(1);
        if (!target.matches("[a-z]+:.*") && !leadsSomewhere(document, target)) {
          dead.add(Repository.name(document) + ": " + target);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  private static boolean leadsSomewhere(Path document, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? document : document.resolveSibling(path).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0 || anchors(file).contains(target.substring(hash + 1));
  }

  /** Headings as a forge turns them into anchors. */
  private static Set<String> anchors(Path document) {
    Set<String> anchors = new HashSet<>();
    Matcher heading = HEADING.matcher(Repository.read(document));
    while (heading.find()) {
      String words = heading.group(1).toLowerCase(Locale.ROOT);
      anchors.add(words.replaceAll("[^\\p{L}\\p{N}\\- ]", "").replace(' ', '-'));
    }
    return anchors;
  }

  /** Class files hide this one from the architecture test. */
  @Test
  void theCoreHasNoMonitor() {
    Pattern core = Pattern.compile("(wire|rtc|sfu|room)/src/main/java/.*");
    List<String> monitors = new ArrayList<>();
    for (Path file : Repository.files(".java")) {
      String name = Repository.name(file);
      boolean handshake = name.contains("/rtc/dtls/");
      if (core.matcher(name).matches()
          && !handshake
          && Repository.read(file).contains("synchronized")) {
        monitors.add(name);
      }
    }
    assertThat(monitors).isEmpty();
  }

  @Test
  void nothingIsPutOff() {
    // Written apart, or this file would complain about itself.
    Pattern mark = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    List<String> marks = new ArrayList<>();
    for (Path file : Repository.files(".java", ".ts", ".tsx", ".css", ".md")) {
      if (mark.matcher(Repository.read(file)).find()) {
        marks.add(Repository.name(file));
      }
    }
    assertThat(marks).isEmpty();
  }

  @Test
  void noTestIsSwitchedOff() {
    Pattern off = Pattern.compile("@Dis" + "abled|\\b(it|test|describe)\\.sk" + "ip\\b");
    List<String> switchedOff = new ArrayList<>();
    for (Path file : Repository.files(".java", ".ts", ".tsx", ".js", ".mjs")) {
      if (off.matcher(Repository.read(file)).find()) {
        switchedOff.add(Repository.name(file));
      }
    }
    assertThat(switchedOff).isEmpty();
  }
}
