package io.lethe.store.input.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecimalParserTest {

  private final DecimalParser parser = new DecimalParser(false);

  private DecimalParser.Kind parse(String text) {
    char[] buffer = ("#" + text + "#").toCharArray();
    return parser.parse(buffer, 1, text.length());
  }

  @Test
  void parse_decimalsOfAllLengths_equalTheJdksNearestDouble() {
    SplittableRandom random = new SplittableRandom(7);
    for (int k = 0; k < 20_000; k++) {
      int decimals = random.nextInt(18);
      String text = String.format(
          Locale.ROOT, "%." + decimals + "f", random.nextDouble(-1, 1) * Math.pow(10, k % 9));
      assertEquals(DecimalParser.Kind.NUMBER, parse(text), text);
      assertEquals(Double.parseDouble(text), parser.value(), text);
    }
  }

  @Test
  void parse_unusualSpellings_followOneGrammar() {
    for (String number : new String[]{"5.", ".5", "+4", "1e3", "1E-3", "007", "-0.5"}) {
      assertEquals(DecimalParser.Kind.NUMBER, parse(number), number);
      assertEquals(Double.parseDouble(number), parser.value(), number);
    }
    for (String other : new String[]{"", "-", ".", "--1", "1 2", "1d", "e5", "٣"}) {
      assertEquals(DecimalParser.Kind.NOT_A_NUMBER, parse(other), other);
    }
  }

  @Test
  void parse_decimalComma_isAPointWhereItIsAskedFor() {
    DecimalParser commas = new DecimalParser(true);
    for (String text : new String[]{"0,5", "-1,25", "1234567890123456,5", "1,5e3", "2.5", "7"}) {
      char[] characters = text.toCharArray();
      assertEquals(DecimalParser.Kind.NUMBER, commas.parse(characters, 0, characters.length), text);
      assertEquals(Double.parseDouble(text.replace(',', '.')), commas.value(), text);
    }
    for (String text : new String[]{"1,2,3", "1.000,5", ",", "1,x"}) {
      char[] characters = text.toCharArray();
      assertEquals(
          DecimalParser.Kind.NOT_A_NUMBER, commas.parse(characters, 0, characters.length), text);
    }
    assertEquals(DecimalParser.Kind.NOT_A_NUMBER, parse("0,5"));
  }
}
