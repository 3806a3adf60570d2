package io.lethe.server.grpc.catalog;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.AttributeValue;
import io.lethe.engine.catalog.CatalogItem;
import io.lethe.server.grpc.WireTimes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries of catalogues, from and to the wire; making the engine's records is the validation. */
final class WireItems {

  private WireItems() {}

  static CatalogItem item(io.lethe.v1.CatalogItem wire) {
    Map<String, AttributeValue> attributes = HashMap.newHashMap(wire.getAttributesCount());
    wire.getAttributesMap().forEach((name, value) -> attributes.put(name, value(value)));
    return new CatalogItem(
        wire.getItem(), wire.getCategoriesList(), attributes,
        !wire.hasAvailable() || wire.getAvailable(), listed(wire));
  }

  private static @Nullable Instant listed(io.lethe.v1.CatalogItem wire) {
    return wire.hasListedTime()
        ? WireTimes.instant("items.listed_time", wire.getListedTime())
        : null;
  }

  private static AttributeValue value(io.lethe.v1.AttributeValue wire) {
    return switch (wire.getKindCase()) {
      case TEXT -> new AttributeValue.Text(wire.getText());
      case NUMBER -> new AttributeValue.Decimal(wire.getNumber());
      case FLAG -> new AttributeValue.Flag(wire.getFlag());
      case KIND_NOT_SET -> throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "items.attributes has a value that is no text, no number and no flag",
          Map.of("field", "items.attributes"));
    };
  }

  static io.lethe.v1.CatalogItem toWire(CatalogItem item) {
    io.lethe.v1.CatalogItem.Builder wire = io.lethe.v1.CatalogItem.newBuilder()
        .setItem(item.id())
        .addAllCategories(item.categories())
        .setAvailable(item.available());
    item.attributes().forEach((name, value) -> wire.putAttributes(name, toWire(value)));
    item.listed().ifPresent(listed -> wire.setListedTime(WireTimes.of(listed)));
    return wire.build();
  }

  private static io.lethe.v1.AttributeValue toWire(AttributeValue value) {
    io.lethe.v1.AttributeValue.Builder wire = io.lethe.v1.AttributeValue.newBuilder();
    switch (value) {
      case AttributeValue.Text(String text) -> wire.setText(text);
      case AttributeValue.Decimal(double number) -> wire.setNumber(number);
      case AttributeValue.Flag(boolean flag) -> wire.setFlag(flag);
    }
    return wire.build();
  }
}
