package chat.free4.sim.live;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.server.Server;
import chat.free4.server.config.ConfigReader;
import chat.free4.server.config.Invocation;
import chat.free4.server.config.RobotConfig;
import chat.free4.server.robot.ChatLine;
import chat.free4.server.voice.VoiceMaker;
import chat.free4.sfu.VoicePhrase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole server that listens to who agrees: virtual browsers say a sentence of espeak-ng's over
 * real sockets, and a service that stands in for one elsewhere writes it down.
 */
@Timeout(240)
final class EarsTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final long POLL_NANOS = 5_000_000;
  private static final int SLOTS = 2;
  private static final int WAVE_HEADER_BYTES = 44;
  private static final int BYTES_A_SECOND = 32_000;
  private static final String SENTENCE = "Robin, can you hear what I am saying to you?";
  private static final String WRITTEN = "Robin, do you hear me?";
  private static final Bytes AGREES = Bytes.utf8("{\"nickname\":\"Ada\",\"ears\":true}");
  private static final Bytes REFUSES = Bytes.utf8("{\"nickname\":\"Ada\"}");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
  private final BlockingQueue<byte[]> asked = new LinkedBlockingQueue<>();
  private HttpServer service;
  private Server server;
  private VoicePhrase phrase;

  /** A member, and what it was told. */
  private final class Member implements AutoCloseable {
    final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    final LiveBrowser browser;

    Member(String room, Bytes profile) throws IOException {
      URI uri = URI.create("http://127.0.0.1:" + server.httpPort());
      browser =
          new LiveBrowser(
              http, uri, room, profile, SLOTS, threads, new SecureRandom(), frames::add);
      threads.execute(browser);
    }

    void say() {
      browser.command(b -> b.microphone().say(phrase));
    }

    /** The next notification from which something can be read. */
    <T> T await(Function<JsonNode, @Nullable T> reader) throws Exception {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      T read = null;
      while (read == null) {
        String frame = frames.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        assertThat(frame).as("nothing like that came").isNotNull();
        read = reader.apply(JSON.readTree(frame));
      }
      return read;
    }

    void awaitVoice() throws Exception {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      for (boolean isConnected = false; !isConnected; LockSupport.parkNanos(POLL_NANOS)) {
        assertThat(until - System.nanoTime()).as("no transport").isPositive();
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        browser.command(b -> answer.complete(b.isConnected()));
        isConnected = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }

    @Override
    public void close() {
      browser.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    VoiceMaker maker = VoiceMaker.configured(RobotConfig.NONE, 1);
    assertThat(maker.isThere()).as("espeak-ng is on the path").isTrue();
    CompletableFuture<VoicePhrase> made = new CompletableFuture<>();
    List<VoicePhrase> parts = new ArrayList<>();
    maker.speak(
        SENTENCE,
        "en",
        spoken -> {
          parts.add(spoken.part());
          if (spoken.isLast()) {
            made.complete(VoicePhrase.joined(parts));
          }
        });
    phrase = made.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    service = HttpServer.create(any, 0);
    service.createContext("/v1/audio/transcriptions", this::write);
    service.setExecutor(threads);
    service.start();
    Path page = Files.createDirectories(directory.resolve("page"));
    Files.writeString(page.resolve("index.html"), "<!doctype html><title>test</title>");
    List<String> flags =
        List.of(
            "--http-port=0",
            "--https-port=0",
            "--media-port=0",
            "--admin-port=0",
            "--page-dir=" + page,
            "--state-dir=" + directory.resolve("state"),
            "--live-voices=0",
            "--ears-url=http://127.0.0.1:" + service.getAddress().getPort() + "/v1");
    Invocation.Serve invocation = (Invocation.Serve) ConfigReader.read(flags, Map.of(), "test");
    server = Server.start(invocation.config());
  }

  @AfterEach
  void stop() {
    server.close();
    service.stop(0);
    http.shutdownNow();
    threads.shutdownNow();
  }

  private void write(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestBody().readAllBytes());
      byte[] answer = ("{\"text\":\"" + WRITTEN + "\"}").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** The caption that a notification is, as "number: text"; null for another. */
  private static @Nullable String caption(JsonNode frame) {
    if (!frame.path("method").asText().equals("presence.told")) {
      return null;
    }
    JsonNode params = frame.get("params");
    byte[] bytes =
        Objects.requireNonNull(Bytes.ofBase64Url(params.get("bytes").asText())).toArray();
    String text = new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8);
    return params.get("number").asLong() + ": " + text;
  }

  /** A line of the chat by a robot; null for another notification. */
  private static @Nullable String line(JsonNode frame) {
    if (!frame.path("method").asText().equals("log.entry")) {
      return null;
    }
    Bytes bytes = Bytes.ofBase64Url(frame.get("params").get("bytes").asText());
    ChatLine line = bytes == null ? null : ChatLine.read(bytes);
    return line == null ? null : line.text();
  }

  /** The samples of the sound that the service was given. */
  private static short[] sound(byte[] form) {
    String text = new String(form, StandardCharsets.ISO_8859_1);
    int from = text.indexOf("RIFF") + WAVE_HEADER_BYTES;
    int to = text.indexOf("\r\n--free4chat", from);
    assertThat(to).isGreaterThan(from);
    short[] samples = new short[(to - from) / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) ((form[from + 2 * i] & 0xff) | (form[from + 2 * i + 1] << 8));
    }
    return samples;
  }

  @Test
  void whatIsSaidIsWrittenDownCaptionedAndAnsweredByARobotThatIsNamed() throws Exception {
    try (Member ada = new Member("ears", AGREES)) {
      ada.awaitVoice();
      ada.browser.signal().addRobot("companion");
      String greeting = ada.await(EarsTest::line);
      assertThat(greeting).contains("Ada");
      ada.say();
      byte[] form = asked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(form).as("nobody was heard").isNotNull();
      short[] samples = sound(form);
      double seconds = 2.0 * samples.length / BYTES_A_SECOND;
      double saidSeconds = phrase.length() * VoicePhrase.FRAME_NANOS / 1e9;
      double power = 0;
      for (short sample : samples) {
        power += (double) sample * sample;
      }
      double loudness = Math.sqrt(power / samples.length);
      System.out.printf(
          Locale.ROOT, "FIGURE heard %.2f s of %.2f s, %.0f RMS%n", seconds, saidSeconds, loudness);
      assertThat(seconds).isBetween(saidSeconds / 2, saidSeconds + 1);
      assertThat(loudness).as("it is no silence").isGreaterThan(300);
      assertThat(ada.await(EarsTest::caption))
          .isEqualTo(Integer.toUnsignedString(ada.browser.member()) + ": " + WRITTEN);
      assertThat(ada.await(EarsTest::line)).isNotEqualTo(greeting).contains("Ada");
    }
  }

  @Test
  void nobodyIsHeardWhoDoesNotAgreeOrDoesNotAnyMore() throws Exception {
    try (Member ada = new Member("consent", AGREES);
        Member bob = new Member("consent", REFUSES);
        Member cyd = new Member("consent", AGREES)) {
      ada.awaitVoice();
      bob.awaitVoice();
      cyd.awaitVoice();
      bob.say();
      ada.say();
      String adas = Integer.toUnsignedString(ada.browser.member()) + ": " + WRITTEN;
      assertThat(cyd.await(EarsTest::caption)).isEqualTo(adas);
      ada.browser.signal().setProfile(REFUSES);
      cyd.await(frame -> frame.path("method").asText().equals("member.changed") ? frame : null);
      ada.say();
      bob.say();
      // Who is heard after them has said as much as they have, and begun later.
      ada.await(EarsTest::caption);
      cyd.say();
      String cyds = Integer.toUnsignedString(cyd.browser.member()) + ": " + WRITTEN;
      assertThat(cyd.await(EarsTest::caption)).isEqualTo(cyds);
      assertThat(asked).as("one sentence of Ada's, one of Cyd's").hasSize(2);
      ada.browser.signal().setProfile(AGREES);
      cyd.await(frame -> frame.path("method").asText().equals("member.changed") ? frame : null);
      ada.say();
      assertThat(cyd.await(EarsTest::caption)).isEqualTo(adas);
    }
  }
}
