package io.lethe.client.catalog;

import com.google.protobuf.Timestamp;
import io.lethe.v1.AttributeValue;
import io.lethe.v1.DeleteItemsRequest;
import io.lethe.v1.GetItemRequest;
import io.lethe.v1.UpdateItemsRequest;
import io.lethe.v1.UpdateItemsResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** From our values to messages, and back. */
final class Messages {

  private Messages() {}

  static String name(String model) {
    return "models/" + model;
  }

  static UpdateItemsRequest update(
      String model, List<CatalogItem> items, Set<CatalogItem.Field> fields) {
    UpdateItemsRequest.Builder message = UpdateItemsRequest.newBuilder().setModel(name(model));
    for (CatalogItem.Field field : new TreeSet<>(fields)) {
      message.getUpdateMaskBuilder().addPaths(field.name().toLowerCase(Locale.ROOT));
    }
    items.forEach(item -> message.addItems(message(item)));
    return message.build();
  }

  static CatalogUpdate update(UpdateItemsResponse answer) {
    return new CatalogUpdate(answer.getAdded(), answer.getReplaced());
  }

  static DeleteItemsRequest delete(String model, List<String> items) {
    return DeleteItemsRequest.newBuilder().setModel(name(model)).addAllItems(items).build();
  }

  static GetItemRequest get(String model, String item) {
    return GetItemRequest.newBuilder().setModel(name(model)).setItem(item).build();
  }

  private static io.lethe.v1.CatalogItem message(CatalogItem item) {
    io.lethe.v1.CatalogItem.Builder message = io.lethe.v1.CatalogItem.newBuilder()
        .setItem(item.item())
        .addAllCategories(item.categories())
        .setAvailable(item.available());
    item.attributes().forEach((name, value) -> message.putAttributes(name, message(value)));
    item.listedTime()
        .ifPresent(
            time -> message.setListedTime(
                Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano())));
    return message.build();
  }

  private static AttributeValue message(Object value) {
    AttributeValue.Builder message = AttributeValue.newBuilder();
    if (value instanceof String text) {
      message.setText(text);
    } else if (value instanceof Boolean flag) {
      message.setFlag(flag);
    } else {
      message.setNumber((Double) value);
    }
    return message.build();
  }

  static CatalogItem item(io.lethe.v1.CatalogItem message) {
    Map<String, Object> attributes = new TreeMap<>();
    message.getAttributesMap().forEach((name, value) -> {
      switch (value.getKindCase()) {
        case TEXT -> attributes.put(name, value.getText());
        case NUMBER -> attributes.put(name, value.getNumber());
        case FLAG -> attributes.put(name, value.getFlag());
        case KIND_NOT_SET -> {
          // A kind of a newer server.
        }
      }
    });
    return new CatalogItem(
        message.getItem(), message.getCategoriesList(), attributes,
        !message.hasAvailable() || message.getAvailable(),
        message.hasListedTime()
            ? Optional.of(
                Instant.ofEpochSecond(
                    message.getListedTime().getSeconds(), message.getListedTime().getNanos()))
            : Optional.empty());
  }
}
