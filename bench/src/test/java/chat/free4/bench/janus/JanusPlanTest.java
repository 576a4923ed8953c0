package chat.free4.bench.janus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.bench.load.LoopTotals;
import chat.free4.rtc.srtp.SrtpProfile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class JanusPlanTest {
  private static JanusPlan plan(String words) {
    return JanusPlan.of(List.of(words.split(" ")));
  }

  @Test
  void aCommandLineIsRead() {
    JanusPlan plan = plan("ws://198.18.0.1:8188/ 77 sha1 10 9 8 7 100");
    assertThat(plan.pid()).isEqualTo(77);
    assertThat(plan.profile()).isEqualTo(SrtpProfile.AES128_CM_HMAC_SHA1_80);
    assertThat(plan.rooms()).isEqualTo(10);
    assertThat(plan.members()).isEqualTo(9);
    assertThat(plan.publishers()).isEqualTo(8);
    assertThat(plan.seconds()).isEqualTo(7);
    assertThat(plan.payloadBytes()).isEqualTo(100);
  }

  @Test
  void nonsenseIsRefused() {
    for (String words :
        List.of(
            "ws://j/ 77 gcm 10 10 10 10",
            "ws://j/ 77 rot13 10 10 10 10 100",
            "ws://j/ 77 gcm 10 10 11 10 100",
            "ws://j/ 77 gcm 10 1 1 10 100",
            "ws://j/ 77 gcm 10 10 10 10 16",
            "ws://j/ 77 gcm 10 10 10 ten 100")) {
      assertThatThrownBy(() -> plan(words)).as(words).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everybodyHearsThePublishersOfTheirRoomButThemselves() {
    JanusPlan plan = plan("ws://j/ 77 gcm 2 3 2 10 100");
    assertThat(plan.everybody().stream().map(plan::heardBy))
        .containsExactly(
            List.of(2), List.of(1), List.of(1, 2), List.of(5), List.of(4), List.of(4, 5));
  }

  private static JanusResult result(long untrue, long stray, List<String> complaints) {
    LoopTotals totals = new LoopTotals(1000, 8900, 3, 0, 0, 120, 0, untrue);
    return new JanusResult(
        plan("ws://j/ 77 gcm 1 10 10 2 100"),
        2.0,
        9000,
        totals,
        stray,
        7,
        0.5,
        2048,
        0.25,
        complaints);
  }

  @Test
  void aResultIsALineAsTheOthersPrintIt() throws JsonProcessingException {
    JsonNode line = new ObjectMapper().readTree(result(0, 0, List.of()).json());
    assertThat(line.get("name").asText()).isEqualTo("janus");
    assertThat(line.get("forwarded").asLong()).isEqualTo(8900);
    assertThat(line.get("expected").asLong()).isEqualTo(9000);
    assertThat(line.get("forwardedPerCpuSecond").asLong()).isEqualTo(17_800);
    assertThat(line.get("residentKb").asLong()).isEqualTo(2);
    assertThat(line.get("late").asLong()).isEqualTo(3);
    assertThat(line.get("dropped").asLong()).isEqualTo(7);
    assertThat(line.get("checked").asLong()).isEqualTo(120);
  }

  @Test
  void aResultIsRightOnlyWhenNothingIsWrong() {
    assertThat(result(0, 0, List.of()).isRight()).isTrue();
    assertThat(result(1, 0, List.of()).isRight()).isFalse();
    assertThat(result(0, 1, List.of()).isRight()).isFalse();
    assertThat(result(0, 0, List.of("member 3 did not hear [4]")).isRight()).isFalse();
  }
}
