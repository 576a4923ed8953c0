package chat.free4.room.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The enums are the tables of protocol/README.md. */
class ContractTableTest {
  private static final Pattern ERROR_ROW = Pattern.compile("(?m)^\\| (-?\\d+) \\| `([a-z-]+)` \\|");
  private static final Pattern CLOSE_CODE = Pattern.compile("[ :;](\\d{4}) ");

  @Test
  void errorsAreThoseOfTheContract() throws IOException {
    Map<String, Integer> written = new LinkedHashMap<>();
    Matcher rows = ERROR_ROW.matcher(contract());
    while (rows.find()) {
      written.put(rows.group(2), Integer.valueOf(rows.group(1)));
    }
    Map<String, Integer> ours = new LinkedHashMap<>();
    for (SignalError error : SignalError.values()) {
      ours.put(error.reason(), error.code());
    }
    assertThat(ours).isEqualTo(written);
  }

  @Test
  void closeCodesAreThoseOfTheContract() throws IOException {
    String contract = contract();
    String sentence = contract.substring(contract.indexOf("Close codes:"));
    Matcher codes = CLOSE_CODE.matcher(sentence);
    Map<Integer, Boolean> written = new LinkedHashMap<>();
    while (codes.find()) {
      written.put(Integer.valueOf(codes.group(1)), true);
    }
    Map<Integer, Boolean> ours = new LinkedHashMap<>();
    for (CloseCode code : CloseCode.values()) {
      ours.put(code.code(), true);
    }
    assertThat(written).containsAllEntriesOf(ours);
  }

  private static String contract() throws IOException {
    return Files.readString(Path.of("..", "protocol", "README.md"));
  }
}
