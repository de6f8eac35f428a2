#pragma once
#include <curl/curl.h>

// Functions with variable arguments are not visible to Swift: here is one for each kind of argument that the client sets.
// The checking macros of the same names would get in the way.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

typedef size_t (*scurl_data_callback)(char *data, size_t size, size_t count, void *context);
typedef int (*scurl_before_request_callback)(void *context, char *peer, char *local, int peer_port, int local_port);
typedef curl_socket_t (*scurl_open_callback)(void *context, curlsocktype purpose, struct curl_sockaddr *address);
typedef int (*scurl_close_callback)(void *context, curl_socket_t socket);
typedef int (*scurl_socket_callback)(CURL *easy, curl_socket_t socket, int what, void *context, void *of_socket);
typedef int (*scurl_timer_callback)(CURLM *multi, long milliseconds, void *context);

static inline CURLcode scurl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode scurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode scurl_set_text(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode scurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode scurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode scurl_set_data_callback(CURL *easy, CURLoption option, scurl_data_callback callback) {
  return curl_easy_setopt(easy, option, callback);
}
static inline CURLcode scurl_set_before_request(CURL *easy, scurl_before_request_callback callback) {
  return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
}
static inline CURLcode scurl_set_open(CURL *easy, scurl_open_callback callback) {
  return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
}
static inline CURLcode scurl_set_close(CURL *easy, scurl_close_callback callback) {
  return curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, callback);
}
static inline CURLcode scurl_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode scurl_get_pointer(CURL *easy, CURLINFO info, void **value) {
  return curl_easy_getinfo(easy, info, value);
}
static inline CURLMcode scurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode scurl_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
  return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode scurl_multi_set_socket(CURLM *multi, scurl_socket_callback callback) {
  return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, callback);
}
static inline CURLMcode scurl_multi_set_timer(CURLM *multi, scurl_timer_callback callback) {
  return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, callback);
}
static inline CURLcode scurl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

// The union in the message, and values that are macros with casts.
static inline CURLcode scurl_message_result(const CURLMsg *message) { return message->data.result; }
static inline size_t scurl_read_pause(void) { return CURL_READFUNC_PAUSE; }
static inline size_t scurl_read_abort(void) { return CURL_READFUNC_ABORT; }
static inline size_t scurl_write_pause(void) { return CURL_WRITEFUNC_PAUSE; }

#ifdef __linux__
// What the client's thread waits with; the C library's module has no epoll.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

static inline int scurl_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }
static inline int scurl_event_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
static inline int scurl_epoll_set(int epoll, int operation, int descriptor, unsigned events) {
  struct epoll_event event = {.events = events, .data = {.fd = descriptor}};
  return epoll_ctl(epoll, operation, descriptor, &event);
}
static inline int scurl_epoll_wait(int epoll, int *descriptors, unsigned *events, int room, int milliseconds) {
  struct epoll_event ready[64];
  int count = epoll_wait(epoll, ready, room < 64 ? room : 64, milliseconds);
  for (int index = 0; index < count; index++) {
    descriptors[index] = ready[index].data.fd;
    events[index] = ready[index].events;
  }
  return count;
}
static inline int scurl_socket(int family, int kind, int protocol) {
  return socket(family, kind | SOCK_CLOEXEC, protocol);
}
#endif
