// A file over a socket with nothing added: the limit for whoever moves one. sendfile(2) at one end, recv(2) and write(2) at the other.
//   bare receive FOLDER      says its port, then takes a file from each connection, by the name FOLDER/file
//   bare send PORT FILE      sends one, and waits until it was taken
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP (256 * 1024)

static long checked(long answer, const char *what) {
    if (answer < 0) {
        perror(what);
        exit(1);
    }
    return answer;
}

static struct sockaddr_in loopback(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static void receive(const char *folder) {
    static char bytes[STEP];
    char path[4096];
    snprintf(path, sizeof path, "%s/file", folder);
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    int listener = checked(socket(AF_INET, SOCK_STREAM, 0), "socket");
    checked(bind(listener, (struct sockaddr *) &address, length), "bind");
    checked(listen(listener, 1), "listen");
    checked(getsockname(listener, (struct sockaddr *) &address, &length), "getsockname");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    while (1) {
        int from = checked(accept(listener, NULL, NULL), "accept");
        int to = checked(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644), path);
        long got;
        while ((got = checked(recv(from, bytes, sizeof bytes, 0), "recv")) > 0) {
            for (long put = 0; put < got;) {
                put += checked(write(to, bytes + put, got - put), "write");
            }
        }
        close(to);
        checked(send(from, "", 1, 0), "send");
        close(from);
    }
}

static void send_file(int port, const char *path) {
    struct sockaddr_in address = loopback(port);
    struct stat file;
    char taken;
    int to = checked(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int from = checked(open(path, O_RDONLY), path);
    checked(fstat(from, &file), "fstat");
    checked(connect(to, (struct sockaddr *) &address, sizeof address), "connect");
    for (off_t at = 0; at < file.st_size;) {
        checked(sendfile(to, from, &at, file.st_size - at), "sendfile");
    }
    shutdown(to, SHUT_WR);
    checked(recv(to, &taken, 1, 0), "recv");
}

int main(int count, char **arguments) {
    if (count == 3 && !strcmp(arguments[1], "receive")) {
        receive(arguments[2]);
    } else if (count == 4 && !strcmp(arguments[1], "send")) {
        send_file(atoi(arguments[2]), arguments[3]);
    } else {
        fprintf(stderr, "bare receive FOLDER | bare send PORT FILE\n");
        return 2;
    }
    return 0;
}
