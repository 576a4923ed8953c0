package chat.free4.bench.janus;

import chat.free4.bench.load.LoopTotals;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What came of a run.
 *
 * @param seconds measured
 * @param expected packets, had none been lost
 * @param totals what the members' loop counted
 * @param stray packets of no stream that Janus had announced
 * @param dropped datagrams that members were too slow to read
 * @param cpuSeconds of Janus, user and system
 * @param complaints a line for each member that did not hear just whom it should
 */
record JanusResult(
    JanusPlan plan,
    double seconds,
    long expected,
    LoopTotals totals,
    long stray,
    long dropped,
    double cpuSeconds,
    long residentBytes,
    double membersCpuSeconds,
    List<String> complaints) {
  private static final int BYTES_A_KILOBYTE = 1024;

  /** Packets that were not what was said, or came to whom they should not. */
  long wrong() {
    return totals.undecryptable() + totals.untrue() + stray;
  }

  /** Everybody heard just whom they should. */
  boolean isRight() {
    return complaints.isEmpty() && wrong() == 0;
  }

  /** A line of JSON, as {@code bench/floor} and {@code bench/rtpengine/run} print it. */
  String json() {
    ObjectNode line = new ObjectMapper().createObjectNode();
    line.put("name", "janus").put("srtp", plan.srtp());
    line.put("rooms", plan.rooms()).put("members", plan.members());
    line.put("publishers", plan.publishers()).put("payload", plan.payloadBytes());
    line.put("seconds", seconds).put("sent", totals.sent()).put("expected", expected);
    line.put("forwarded", totals.received()).put("cpuSeconds", cpuSeconds);
    line.put("forwardedPerCpuSecond", Math.round(totals.received() / cpuSeconds));
    line.put("residentKb", residentBytes / BYTES_A_KILOBYTE);
    line.put("checked", totals.decrypted()).put("wrong", wrong());
    line.put("unheard", complaints.size()).put("late", totals.late());
    line.put("skipped", totals.skipped()).put("dropped", dropped);
    line.put("membersCpuSeconds", membersCpuSeconds);
    return line.toString();
  }
}
