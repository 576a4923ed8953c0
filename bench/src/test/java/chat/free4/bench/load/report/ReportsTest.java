package chat.free4.bench.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.bench.load.measure.LatencyHistogram;
import chat.free4.bench.load.measure.LoadResult;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportsTest {
  private static final LoadResult.ServerCost COST =
      new LoadResult.ServerCost(4711, 2.5, 0.25, 120_000, 150L << 20, 160L << 20);

  private static LoadResult result(
      LoadResult.@Nullable ServerCost server,
      List<String> complaints,
      List<String> bottlenecks,
      long received) {
    return result(server, null, null, complaints, bottlenecks, received);
  }

  private static LoadResult result(
      LoadResult.@Nullable ServerCost server,
      LoadResult.@Nullable Storm storm,
      LoadResult.@Nullable Moves moves,
      List<String> complaints,
      List<String> bottlenecks,
      long received) {
    LatencyHistogram latency = new LatencyHistogram();
    for (int i = 1; i <= 1000; i++) {
      latency.add(i * 1_000L);
    }
    return new LoadResult(
        new LoadResult.Plan(
            "http://<a>:1", 2, 3, 3, 10, 5, 100, 2, 50, storm == null ? 0 : 500, 5, "GCM", 100),
        new LoadResult.Setup("nio", "jce", false, 2, 1.25),
        new LoadResult.Joins(6, 6, 12.5, 10_000_000, 30_000_000, 40_000_000, 2, List.of()),
        storm,
        moves,
        new LoadResult.Hearing(6, 6 - complaints.size(), 2, 2, false, complaints),
        new LoadResult.Traffic(10, 3000, 6000, received, 0, 0, 0, 0, received, 0, 0),
        new LoadResult.Latency(latency),
        server,
        new LoadResult.Generator(0.3, 5, 0, 0, 0, 1_000_000, 6_000_000, bottlenecks),
        List.of(
            new LoadResult.Sample(1, 300, 600, server == null ? -1 : 0.2, 0.3, 150L << 20),
            new LoadResult.Sample(2, 300, 600, server == null ? -1 : 0.3, 0.3, 150L << 20)));
  }

  @Test
  void theTableSaysWhatCameOfIt() {
    assertThat(TextReport.of(result(COST, List.of(), List.of(), 6000)))
        .contains("2 rooms of 3 members, 3 publishers in each; 10 s after 5 s of warm-up")
        .containsPattern("members who heard just whom they should +6 of 6\n")
        .containsPattern("received by listeners +6,000 \\(600/s\\)\n")
        .containsPattern("loss +0 \\(0 %\\)\n")
        .containsPattern("forwarded packets per CPU-second +120,000\n")
        .containsPattern("p50 +5\\d\\d µs\n")
        .contains("user-space clock")
        .contains("told \"busy\" and tried again")
        .contains("Every member heard just whom it should.")
        .doesNotContain("bottleneck")
        .doesNotContain("! ");
  }

  @Test
  void whatIsWrongIsMarked() {
    assertThat(
            TextReport.of(
                result(null, List.of("room 1, member 2: did not hear [3]"), List.of("late"), 5990)))
        .containsPattern("! members who heard just whom they should +5 of 6\n")
        .containsPattern("! wrong +room 1, member 2: did not hear \\[3\\]\n")
        .containsPattern("! loss +10 \\(0.17 %\\)\n")
        .contains("Not every member heard just whom it should.")
        .contains("The load generator was itself the bottleneck")
        .contains("name its process by --pid");
  }

  @Test
  void whatBecameOfRoomsThatMovedIsTold() throws JsonProcessingException {
    var moves = new LoadResult.Moves(5, 4, 3, 1, 850_000_000, 2_100_000_000L);
    LoadResult result = result(COST, null, moves, List.of(), List.of(), 6000);
    assertThat(TextReport.of(result))
        .containsPattern("Rooms that moved\n  told of another node, and went there +5\n")
        .containsPattern("  voice lost, and offered again +4\n")
        .containsPattern("  line lost, and opened again +3\n")
        .containsPattern("! not back +1\n")
        .containsPattern("longest silence of a member +p50 850\\.00 ms, longest 2.10 s\n");
    JsonNode json = new ObjectMapper().readTree(JsonReport.of(result));
    assertThat(json.at("/moves/moved").asInt()).isEqualTo(5);
    assertThat(json.at("/moves/offered").asInt()).isEqualTo(4);
    assertThat(json.at("/moves/reconnected").asInt()).isEqualTo(3);
    assertThat(json.at("/moves/lost").asInt()).isEqualTo(1);
    assertThat(json.at("/moves/silenceMaxMillis").asDouble()).isEqualTo(2100);
  }

  private static LoadResult.Storm storm(int joined, int lost) {
    return new LoadResult.Storm(
        new LoadResult.Joins(
            500, joined, 98.5, 20_000_000, 2_000_000_000, 2_500_000_000L, 7, List.of()),
        5.25,
        lost);
  }

  @Test
  void aStormIsToldApartFromThoseWhoWereThereBefore() throws JsonProcessingException {
    LoadResult result = result(COST, storm(500, 0), null, List.of(), List.of(), 6000);
    assertThat(TextReport.of(result))
        .contains("3 publishers in each; 500 more in 5 s; 10 s after")
        .containsPattern("Join storm, while those before talked\n  joined +500 of 500, 98.5/s\n")
        .containsPattern("time to join +p50 20.00 ms, p99 2.00 s, longest 2.50 s\n")
        .containsPattern("the last was in after +5.3 s\n")
        .containsPattern("  lost by those before +0\n")
        .containsPattern("  lost by those who came +0\n")
        .doesNotContain("! ");
    JsonNode json = new ObjectMapper().readTree(JsonReport.of(result));
    assertThat(json.at("/storm/joined").asInt()).isEqualTo(500);
    assertThat(json.at("/storm/busyRetries").asInt()).isEqualTo(7);
    assertThat(json.at("/storm/seconds").asDouble()).isEqualTo(5.25);
    assertThat(json.at("/storm/lost").asInt()).isZero();
  }

  @Test
  void aStormThatNotAllOfWeatherFails() {
    LoadResult result = result(COST, storm(499, 3), null, List.of(), List.of(), 5990);
    assertThat(result.isRight()).isFalse();
    assertThat(TextReport.of(result))
        .containsPattern("! joined +499 of 500, 98.5/s\n")
        .containsPattern("! lost by those before +10\n")
        .containsPattern("! lost by those who came +3\n")
        .contains("Not everybody could join.");
  }

  @Test
  void jsonHoldsTheSame() throws JsonProcessingException {
    JsonNode json =
        new ObjectMapper().readTree(JsonReport.of(result(COST, List.of(), List.of(), 6000)));
    assertThat(json.at("/right").asBoolean()).isTrue();
    assertThat(json.at("/plan/members").asInt()).isEqualTo(3);
    assertThat(json.at("/hearing/right").asInt()).isEqualTo(6);
    assertThat(json.at("/voice/received").asLong()).isEqualTo(6000);
    assertThat(json.at("/voice/lost").asLong()).isZero();
    assertThat(json.at("/latency/clock").asText()).isEqualTo("user-space");
    assertThat(json.at("/latency/maxMicros").asDouble()).isEqualTo(1000);
    assertThat(json.at("/server/packetsPerCpuSecond").asDouble()).isEqualTo(120_000);
    assertThat(json.at("/generator/wasBottleneck").asBoolean()).isFalse();
    assertThat(json.at("/samples")).hasSize(2);
  }

  @Test
  void whatIsNotKnownIsLeftOutOfTheJson() throws JsonProcessingException {
    JsonNode json =
        new ObjectMapper().readTree(JsonReport.of(result(null, List.of(), List.of(), 6000)));
    assertThat(json.has("server")).isFalse();
    assertThat(json.at("/samples/0").has("serverCores")).isFalse();
  }

  @Test
  void thePageHasItsPlotsAndAsksNobodyForAnything() {
    String page = HtmlReport.of(result(COST, List.of(), List.of(), 6000), Instant.EPOCH);
    assertThat(page)
        .startsWith("<!doctype html>")
        .contains("http://&lt;a&gt;:1")
        .contains("1 January 1970")
        .contains("prefers-color-scheme: dark")
        .doesNotContain("<script", "<link", "<img", "src=", "href=", "url(", "@import")
        .doesNotContain("NaN", "Infinity");
    assertThat(page.split("<svg ", -1)).hasSize(5);
    assertThat(page).contains("120,000").contains("load generator");
  }

  @Test
  void plotsAreWellFormed() throws Exception {
    String page = HtmlReport.of(result(null, List.of(), List.of(), 6000), Instant.EPOCH);
    int plots = 0;
    for (int at = page.indexOf("<svg "); at >= 0; at = page.indexOf("<svg ", at + 1)) {
      String svg = page.substring(at, page.indexOf("</svg>", at) + "</svg>".length());
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg)));
      assertThat(document.getElementsByTagName("title").getLength()).isPositive();
      plots++;
    }
    assertThat(plots).isEqualTo(3);
  }

  @Test
  void axesEndAtRoundNumbers() {
    assertThat(Plot.roundUp(0)).isEqualTo(1);
    assertThat(Plot.roundUp(0.07)).isEqualTo(0.1);
    assertThat(Plot.roundUp(1.1)).isEqualTo(2);
    assertThat(Plot.roundUp(430)).isEqualTo(500);
    assertThat(Plot.roundUp(100)).isEqualTo(100);
    assertThat(Plot.roundUp(71_148)).isEqualTo(100_000);
  }
}
