/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The private numbers in a SoftHSM token, which gives none out: read from its files and decrypted
 * under its PIN, so that a test can look for them where they must not be.
 */
final class SoftHsmNumbers {
  private static final long USER_PIN = 0x8000534DL; // CKA_OS_USERPIN of SoftHSM
  private static final long VALUE = 0x11L; // CKA_VALUE: the number of a private key
  private static final long CLASS = 0x0L;
  private static final long PRIVATE_KEY = 3; // CKO_PRIVATE_KEY
  private static final int SALT = 8;
  private static final int IV = 16;
  private static final int MAGIC = 3;
  private static final int ROUNDS = 1_500;

  private SoftHsmNumbers() {}

  static List<byte[]> of(Path tokens, String pin) throws IOException, GeneralSecurityException {
    var numbers = new ArrayList<byte[]>();
    SecretKeySpec key = null;
    try (Stream<Path> files = Files.walk(tokens)) {
      List<Path> objects = files.filter(f -> f.toString().endsWith(".object")).sorted().toList();
      for (Path file : objects) {
        if (file.endsWith("token.object")) {
          key = tokenKey(attributes(file).get(USER_PIN), pin);
        }
      }
      for (Path file : objects) {
        Map<Long, byte[]> object = attributes(file);
        byte[] kind = object.getOrDefault(CLASS, new byte[8]);
        if (object.containsKey(VALUE) && ByteBuffer.wrap(kind).getLong() == PRIVATE_KEY) {
          numbers.add(decrypted(key, object.get(VALUE)));
        }
      }
    }
    return numbers;
  }

  private static SecretKeySpec tokenKey(byte[] blob, String pin) throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(blob, 0, SALT);
    byte[] hash = sha256.digest(pin.getBytes(StandardCharsets.US_ASCII));
    int rounds = ROUNDS + (blob[SALT - 1] & 0xFF);
    for (int n = 1; n < rounds; n++) {
      hash = sha256.digest(hash);
    }
    byte[] plain =
        decrypted(new SecretKeySpec(hash, "AES"), Arrays.copyOfRange(blob, SALT, blob.length));
    return new SecretKeySpec(plain, MAGIC, plain.length - MAGIC, "AES");
  }

  private static byte[] decrypted(SecretKeySpec key, byte[] sealed)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(sealed, 0, IV));
    return cipher.doFinal(sealed, IV, sealed.length - IV);
  }

  /** Its numbers and byte strings, up to the first attribute of another kind. */
  private static Map<Long, byte[]> attributes(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    in.getLong(); // generation
    var found = new HashMap<Long, byte[]>();
    while (in.remaining() >= 16) {
      long type = in.getLong();
      long kind = in.getLong();
      int length =
          switch ((int) kind) {
            case 1 -> 1; // truth
            case 2 -> 8; // number
            case 3 -> (int) in.getLong();
            default -> -1;
          };
      if (length < 0) {
        break;
      }
      byte[] value = new byte[length];
      in.get(value);
      found.put(type, value);
    }
    return found;
  }
}
