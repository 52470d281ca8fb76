package org.sluice.core;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.io.FileHandle;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;
import org.sluice.io.Root;

/** A root every call of which is seen before it is made, that of its open files included, and can be made to fail. */
public final class WatchedRoot {

    /** Is given every call but {@code close} and {@code directory}; makes it, or does not. */
    public interface Watch {
        Object call(Call call) throws IOException;

        /** An open file is closed. */
        default void closed(RelPath path) {}

        /** A root, or one that was entered, is closed. */
        default void left(RelPath path) {}
    }

    /**
     * A call.
     *
     * @param name of the method; of an open file with {@code file.} before it
     * @param path the first path it is about, below the root that was watched first
     * @param to the second, or the first again
     * @param arguments of the method
     */
    public record Call(String name, RelPath path, RelPath to, Object target, Method method, Object... arguments) {

        /** Makes it. */
        public Object proceed() throws IOException {
            return proceed(arguments);
        }

        /** Makes it otherwise. */
        public Object proceed(Object... changed) throws IOException {
            try {
                return method.invoke(target, changed);
            } catch (InvocationTargetException e) {
                switch (e.getCause()) {
                    case IOException failure -> throw failure;
                    case RuntimeException failure -> throw failure;
                    case Error failure -> throw failure;
                    default -> throw new IllegalStateException(e);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Root real;
    private final Watch watch;

    private final RelPath where;

    private WatchedRoot(Root real, Watch watch, RelPath where) {
        this.real = real;
        this.watch = watch;
        this.where = where;
    }

    /** A root that is {@code real}, but watched. */
    public static Root of(Root real, Watch watch) {
        return of(real, watch, RelPath.ROOT);
    }

    private static Root of(Root real, Watch watch, RelPath where) {
        WatchedRoot watched = new WatchedRoot(real, watch, where);
        return proxy(Root.class, (method, arguments) -> watched.call(method, arguments));
    }

    private interface Handler {
        Object call(Method method, Object[] arguments) throws IOException;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.call(method, arguments == null ? new Object[0] : arguments)));
    }

    private Object call(Method method, Object[] arguments) throws IOException {
        List<RelPath> paths = Arrays.stream(arguments)
                .filter(a -> a instanceof RelPath)
                .map(a -> (RelPath) a)
                .toList();
        RelPath path = where.resolve(paths.isEmpty() ? RelPath.ROOT : paths.getFirst());
        RelPath to = paths.isEmpty() ? path : where.resolve(paths.getLast());
        Call call = new Call(method.getName(), path, to, real, method, arguments);
        return switch (method.getName()) {
            case "close" -> {
                watch.left(path);
                yield call.proceed();
            }
            case "directory", "toString" -> call.proceed();
            case "enter" -> of((Root) watch.call(call), watch, path);
            case "open" -> open(path, (FileHandle) watch.call(call));
            case "rename" -> arguments[0] instanceof List<?> many ? renameAll(many) : watch.call(call);
            default -> watch.call(call);
        };
    }

    /** One by one, so that each can be made to fail. */
    private Map<Rename, IOException> renameAll(List<?> many) throws IOException {
        Map<Rename, IOException> failures = new HashMap<>();
        try {
            Method one = Root.class.getMethod("rename", RelPath.class, RelPath.class);
            for (Object each : many) {
                Rename rename = (Rename) each;
                try {
                    watch.call(new Call("rename", rename.from(), rename.to(), real, one, rename.from(), rename.to()));
                } catch (IOException e) {
                    failures.put(rename, e);
                }
            }
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
        return failures;
    }

    private FileHandle open(RelPath path, FileHandle file) {
        return proxy(FileHandle.class, (method, arguments) -> {
            Call call = new Call("file." + method.getName(), path, path, file, method, arguments);
            if (method.getName().equals("close")) {
                watch.closed(path);
                return call.proceed();
            }
            return watch.call(call);
        });
    }
}
