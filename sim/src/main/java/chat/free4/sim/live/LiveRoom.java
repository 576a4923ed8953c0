package chat.free4.sim.live;

import chat.free4.room.access.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Fills a room of a running server with virtual browsers, for tests that need a crowd around real
 * ones.
 *
 * <p>Arguments: the server's URL, the room's name, how many. It prints {@code member INDEX NUMBER}
 * for each that is in, then {@code ready}, and takes lines from standard input until its end:
 * {@code speak INDEX LEVEL} (-dBov, 0 is loudest), {@code silent INDEX}.
 */
public final class LiveRoom {
  private static final int SLOTS = 6;

  private LiveRoom() {}

  /** Runs until standard input ends. */
  @SuppressWarnings("SystemOut") // its output is what the test that started it reads
  public static void main(String[] arguments) throws IOException {
    URI server = URI.create(arguments[0]);
    String room = arguments[1];
    int count = Integer.parseInt(arguments[2]);
    SecureRandom random = new SecureRandom();
    List<LiveBrowser> browsers = new ArrayList<>();
    try (ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
        HttpClient http = HttpClient.newHttpClient();
        BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (int i = 0; i < count; i++) {
        LiveBrowser browser =
            new LiveBrowser(http, server, room, profile(i), SLOTS, threads, random, _ -> {});
        browsers.add(browser);
        threads.execute(browser);
        System.out.println("member " + i + " " + Integer.toUnsignedString(browser.member()));
      }
      System.out.println("ready");
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        obey(browsers, line.split(" ", -1));
      }
      browsers.forEach(LiveBrowser::close);
    }
  }

  private static Bytes profile(int index) {
    return Bytes.utf8("{\"nickname\":\"Virtual " + index + "\"}");
  }

  private static void obey(List<LiveBrowser> browsers, String[] words) {
    LiveBrowser browser = browsers.get(Integer.parseInt(words[1]));
    switch (words[0]) {
      case "speak" -> {
        int level = Integer.parseInt(words[2]);
        browser.command(b -> b.microphone().speak(level));
      }
      case "silent" -> browser.command(b -> b.microphone().beSilent());
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    }
  }
}
