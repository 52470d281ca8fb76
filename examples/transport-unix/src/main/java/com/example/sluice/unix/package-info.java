/** A transport for peers on one machine: Unix domain sockets, authenticated by TLS 1.3. */
package com.example.sluice.unix;
