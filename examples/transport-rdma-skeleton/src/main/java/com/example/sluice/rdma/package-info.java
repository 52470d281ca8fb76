/** Where the parts of a transport over RDMA go: endpoints, queue pairs, registered memory, completions. */
package com.example.sluice.rdma;
