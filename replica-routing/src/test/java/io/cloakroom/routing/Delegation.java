package io.cloakroom.routing;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Calls a method with plausible arguments and describes what came of it, so that two objects can be compared. */
final class Delegation {

    private final Connection bare;

    /** Makes large objects with a connection of the driver. */
    Delegation(Connection bare) {
        this.bare = bare;
    }

    String outcome(Object target, Method method) throws Exception {
        @Nullable Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(method, i);
        }
        try {
            return describe(method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            return "throws " + kind(e.getTargetException());
        }
    }

    private static String kind(Throwable thrown) {
        return thrown instanceof SQLException
                ? "SQLException"
                : thrown.getClass().getSimpleName();
    }

    private static String describe(@Nullable Object result) {
        if (result == null) {
            return "null";
        }
        if (result.getClass().isArray()) {
            int length = java.lang.reflect.Array.getLength(result);
            Object[] items = new Object[length];
            for (int i = 0; i < length; i++) {
                items[i] = java.lang.reflect.Array.get(result, i);
            }
            return Arrays.toString(items);
        }
        boolean plain = result instanceof Comparable || result instanceof Map;
        return plain ? result.toString() : "an object";
    }

    private @Nullable Object argument(Method method, int index) throws SQLException {
        Class<?> type = method.getParameterTypes()[index];
        if (type == int.class) {
            return number(method, index);
        }
        if (type == String.class) {
            return text(method, index);
        }
        if (type.isPrimitive()) {
            return primitive(type);
        }
        return object(type);
    }

    /** Column and parameter 1, and whatever is valid for the constants of JDBC. */
    private static int number(Method method, int index) {
        String name = method.getName();
        if (name.contains("FetchDirection") || name.equals("createStatement") || name.startsWith("prepare")) {
            return index == 0 ? 1003 : index == 1 ? 1007 : 1;
        }
        if (name.equals("setObject")
                || name.equals("updateObject")
                || name.equals("setNull")
                || name.equals("registerOutParameter")) {
            return index == 1 ? java.sql.Types.VARCHAR : 1;
        }
        return 1;
    }

    private static String text(Method method, int index) {
        String name = method.getName();
        if (name.equals("setCatalog") || name.equals("setSchema")) {
            return "app";
        }
        if (name.startsWith("execute") || name.startsWith("prepareStatement") || name.equals("nativeSQL")) {
            return "SELECT 1";
        }
        if (name.startsWith("prepareCall")) {
            return "{call nothing()}";
        }
        if (method.getDeclaringClass() == Connection.class) {
            return name.equals("setClientInfo") || name.equals("getClientInfo") ? "ApplicationName" : "x";
        }
        return index == 0 ? "a" : "1";
    }

    private static Object primitive(Class<?> type) {
        if (type == boolean.class) {
            return true;
        }
        if (type == byte.class) {
            return (byte) 1;
        }
        if (type == short.class) {
            return (short) 1;
        }
        if (type == long.class) {
            return 1L;
        }
        return type == float.class ? (Object) 1f : (Object) 1d;
    }

    private @Nullable Object object(Class<?> type) throws SQLException {
        if (type == InputStream.class) {
            return new ByteArrayInputStream("1".getBytes(StandardCharsets.US_ASCII));
        }
        if (type == Reader.class) {
            return new StringReader("1");
        }
        if (type == Blob.class) {
            return bare.createBlob();
        }
        if (type == Clob.class || type == NClob.class) {
            return bare.createNClob();
        }
        if (type == Executor.class) {
            Executor direct = Runnable::run;
            return direct;
        }
        return value(type);
    }

    private static @Nullable Object value(Class<?> type) {
        Map<Class<?>, Object> values = Map.ofEntries(
                Map.entry(Object.class, "1"),
                Map.entry(Class.class, String.class),
                Map.entry(byte[].class, new byte[] {'1'}),
                Map.entry(BigDecimal.class, BigDecimal.ONE),
                Map.entry(Date.class, Date.valueOf("2026-11-22")),
                Map.entry(Time.class, Time.valueOf("10:11:12")),
                Map.entry(Timestamp.class, Timestamp.valueOf("2026-11-22 10:11:12")),
                Map.entry(Calendar.class, Calendar.getInstance(TimeZone.getTimeZone("UTC"))),
                Map.entry(SQLType.class, JDBCType.VARCHAR),
                Map.entry(URL.class, url()),
                Map.entry(Properties.class, new Properties()),
                Map.entry(Map.class, Map.of()),
                Map.entry(int[].class, new int[] {1}),
                Map.entry(String[].class, new String[] {"a"}),
                Map.entry(Object[].class, new Object[] {"a"}));
        return values.get(type);
    }

    private static URL url() {
        try {
            return URI.create("http://127.0.0.1/").toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
