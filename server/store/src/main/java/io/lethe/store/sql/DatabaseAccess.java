package io.lethe.store.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a database is and as who it is entered.
 *
 * @param url a JDBC address, {@code jdbc:postgresql://host:port/database}, without a password
 * @param user empty for what the address or the driver says
 * @param passwordFile read anew for each connection, so that a password may change
 */
public record DatabaseAccess(String url, String user, Optional<Path> passwordFile) {

  /** The address without what follows a question mark: for messages. */
  public String place() {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  /** User and password as drivers take them. */
  public Properties properties() throws IOException {
    Properties properties = new Properties();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    if (passwordFile.isPresent()) {
      properties.setProperty(
          "password", Files.readString(passwordFile.get(), StandardCharsets.UTF_8).strip());
    }
    return properties;
  }
}
