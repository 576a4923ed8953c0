package chat.free4.sim.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The files of the working copy that the tests are run in. */
final class Repository {
  /** What is made and not written: never looked into. */
  private static final Set<String> MADE =
      Set.of("target", "node_modules", "dist", ".git", ".cache");

  /** What a server that is run here keeps; at the root alone, as there are sources of that name. */
  private static final String STATE = "state";

  private Repository() {}

  /** The directory that holds the modules. */
  static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve("wire"))
        || !Files.exists(directory.resolve("STYLE.md"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException("not within the repository");
      }
    }
    return directory;
  }

  /** All written files whose name ends with one of {@code suffixes}, sorted. */
  static List<Path> files(String... suffixes) {
    Path root = root();
    Set<Path> found = new TreeSet<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes any) {
              boolean made =
                  MADE.contains(String.valueOf(directory.getFileName()))
                      || directory.equals(root.resolve(STATE));
              return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes any) {
              for (String suffix : suffixes) {
                if (file.toString().endsWith(suffix)) {
                  found.add(file);
                }
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ArrayList<>(found);
  }

  /** A file's text. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a file is named in a complaint. */
  static String name(Path file) {
    return root().relativize(file).toString();
  }
}
